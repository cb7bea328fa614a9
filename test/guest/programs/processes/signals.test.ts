import { describe, expect, test } from 'vitest'
import type { Guest } from '../../../../src/guest/guest.js'
import { programGuest, run } from '../guest.js'

function guestWithWorkers(): Guest {
  const guest = programGuest()
  const worker = { ppid: 1, user: 'daemon', argv: ['/usr/bin/worker', '--fast'] }
  guest.processes.start({ ...worker, pid: 500, pgid: 500 })
  guest.processes.start({ ...worker, pid: 501, pgid: 500, argv: ['/usr/bin/worker', '--slow'] })
  guest.processes.start({ ...worker, pid: 502, user: 'root', argv: ['/usr/bin/other'] })
  return guest
}

const alive = (guest: Guest) => [500, 501, 502].filter(pid => guest.processes.get(pid) !== undefined)

describe('signals by name, group and number', () => {
  test.each([
    [['pkill', 'worker'], [502]],
    [['pkill', '-9', 'worker'], [502]],
    [
      ['pkill', '-f', 'slow'],
      [500, 502],
    ],
    [
      ['pkill', '-KILL', '-u', 'root', 'other'],
      [500, 501],
    ],
    [['pkill', '--signal', 'TERM', '-g', '500'], [502]],
    [
      ['pkill', '-0', 'worker'],
      [500, 501, 502],
    ],
    [
      ['pkill', '-n', 'worker'],
      [500, 502],
    ],
    [['killall', 'worker'], [502]],
    [['killall', '-9', 'worker', 'other'], []],
    [['killall', '-r', '^wor'], [502]],
    [['killall', '-u', 'daemon'], [502]],
    [
      ['killall', '-s', 'HUP', '/usr/bin/other'],
      [500, 501],
    ],
    [['kill', '-9', '--', '-500'], [502]],
    [['kill', '-TERM', '501', '502'], [500]],
  ])('%j leaves %j', (argv, left) => {
    const guest = guestWithWorkers()
    expect(run(guest, argv)).toEqual({ stdout: '', stderr: '', exitCode: 0, duration: 0n })
    expect(alive(guest)).toEqual(left)
  })

  test('what reaches nobody says so', () => {
    const guest = guestWithWorkers()
    expect(run(guest, ['pkill', 'nobody'])).toMatchObject({ stdout: '', stderr: '', exitCode: 1 })
    expect(run(guest, ['killall', 'nobody'])).toMatchObject({ stderr: 'nobody: no process found\n', exitCode: 1 })
    expect(run(guest, ['kill', '--', '-77'])).toMatchObject({ stderr: 'kill: (-77): No such process\n', exitCode: 1 })
    expect(alive(guest)).toEqual([500, 501, 502])
  })

  test('processes of others are out of reach', () => {
    const guest = guestWithWorkers()
    expect(run(guest, ['pkill', 'other'], { user: 'nobody' })).toMatchObject({
      stderr: 'pkill: killing pid 502 failed: Operation not permitted\n',
      exitCode: 1,
    })
    expect(run(guest, ['killall', 'other'], { user: 'nobody' })).toMatchObject({
      stderr: 'other(502): Operation not permitted\n',
      exitCode: 1,
    })
    expect(alive(guest)).toEqual([500, 501, 502])
  })

  test('pkill -e and killall -v tell whom they have reached', () => {
    expect(run(guestWithWorkers(), ['pkill', '-e', 'worker']).stdout).toBe(
      'worker killed (pid 500)\nworker killed (pid 501)\n',
    )
    expect(run(guestWithWorkers(), ['killall', '-v', 'other']).stderr).toBe('Killed other(502) with signal 15\n')
  })

  test('a process is stopped and goes on', () => {
    const guest = guestWithWorkers()
    const state = () => run(guest, ['ps', '-o', 'stat=', '-p', '500']).stdout
    expect(run(guest, ['kill', '-STOP', '500']).exitCode).toBe(0)
    expect(state()).toBe('Ts\n')
    expect(run(guest, ['pkill', '-CONT', '-f', 'fast']).exitCode).toBe(0)
    expect(state()).toBe('Ss\n')
  })

  test('-1 is everybody but init and the one who asks', () => {
    const guest = guestWithWorkers()
    expect(run(guest, ['kill', '-9', '-1'], { user: 'daemon' })).toMatchObject({ stderr: '', exitCode: 0 })
    expect(alive(guest)).toEqual([502])
    expect(guest.processes.get(1)?.pid).toBe(1)
  })
})
