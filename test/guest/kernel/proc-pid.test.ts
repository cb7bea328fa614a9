import { expect, test } from 'vitest'
import type { Guest } from '../../../src/guest/guest.js'
import { programGuest } from '../programs/guest.js'

const SECOND = 1_000_000_000n
const VCPU = { online: true, canOffline: true }

function start(guest: Guest, isBusy: boolean): number {
  const pid = guest.processes.allocatePid()
  guest.processes.start({ pid, ppid: guest.agentPid, user: 'root', argv: ['/bin/work'], isBusy })
  return pid
}

/** State and user time, in ticks of 1/100 s, as /proc/PID/stat has them; the state as /proc/PID/status has it. */
function shown({ files }: Guest, pid: number): string[] {
  const fields = files.readFile(`/proc/${pid}/stat`, 'utf8').split(' ')
  const [, state = ''] = /^State:\t(.*)$/m.exec(files.readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return [fields[2] ?? '', fields[13] ?? '', state]
}

test('a program that works takes a processor, and one that waits takes none', () => {
  const guest = programGuest()
  guest.clock.advance(SECOND)
  const busy = start(guest, true)
  const idle = start(guest, false)
  guest.clock.advance(5n * SECOND)
  expect(shown(guest, busy)).toEqual(['R', '500', 'R (running)'])
  expect(shown(guest, idle)).toEqual(['S', '0', 'S (sleeping)'])
})

test('programs share the processors that are online', () => {
  const guest = programGuest({ vcpus: [VCPU, VCPU] })
  const first = start(guest, true)
  guest.clock.advance(SECOND)
  const others = [start(guest, true), start(guest, true)]
  guest.clock.advance(3n * SECOND)
  guest.vcpus.setOnline(1, false)
  guest.clock.advance(3n * SECOND)
  expect([first, ...others].map(pid => shown(guest, pid)[1])).toEqual(['400', '300', '300'])
  const [cpu = ''] = guest.files.readFile('/proc/stat', 'utf8').split('\n')
  expect(cpu.split(/ +/)[1]).toBe('1000')
})

test('what a program has worked is in a snapshot', () => {
  const guest = programGuest()
  const pid = start(guest, true)
  guest.clock.advance(2n * SECOND)
  const before = guest.snapshot()
  guest.clock.advance(SECOND)
  guest.processes.kill(pid, 9)
  guest.restore(before)
  expect(shown(guest, pid)[1]).toBe('200')
  guest.clock.advance(SECOND)
  expect(shown(guest, pid)[1]).toBe('300')
})
