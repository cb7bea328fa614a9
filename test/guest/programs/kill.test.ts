import { describe, expect, test } from 'vitest'
import type { Ending } from '../../../src/guest/processes.js'
import { programGuest, run } from './guest.js'

function victim(user = 'root') {
  const guest = programGuest()
  const endings: Ending[] = []
  guest.processes.start({ pid: 500, ppid: 1, user, argv: ['daemon'] }, ending => endings.push(ending))
  return { guest, endings }
}

describe('kill', () => {
  test.each([
    [['500'], 15],
    [['-9', '500'], 9],
    [['-KILL', '500'], 9],
    [['-SIGHUP', '500'], 1],
    [['-s', 'INT', '500'], 2],
    [['--signal', '10', '500'], 10],
  ])('%j ends a process with signal %d', (args, signal) => {
    const { guest, endings } = victim()
    expect(run(guest, ['kill', ...args])).toEqual({ stdout: '', stderr: '', exitCode: 0, duration: 0n })
    expect(endings).toEqual([{ signal }])
  })

  test.each([[['-0', '500']], [['-CHLD', '500']], [['-CONT', '500']]])('%j leaves it running', args => {
    const { guest, endings } = victim()
    expect(run(guest, ['kill', ...args]).exitCode).toBe(0)
    expect(endings).toEqual([])
  })

  test("doesn't reach the processes of others", () => {
    const { guest, endings } = victim('daemon')
    expect(run(guest, ['kill', '500'], { user: 'nobody' })).toEqual({
      stdout: '',
      stderr: 'kill: (500): Operation not permitted\n',
      exitCode: 1,
      duration: 0n,
    })
    expect(run(guest, ['kill', '500'], { user: 'daemon' }).exitCode).toBe(0)
    expect(endings).toEqual([{ signal: 15 }])
  })

  test('leaves init alone', () => {
    const { guest } = victim()
    expect(run(guest, ['kill', '-9', '1']).exitCode).toBe(0)
    expect(guest.processes.get(1)?.pid).toBe(1)
  })
})
