import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GuestChange } from '../../src/guest/changes.js'
import type { Occurrence, TraceEvent } from '../../src/trace/events.js'
import { formatEvent, Timeline } from '../../src/trace/timeline.js'
import { traceEvent } from './trace-events.js'

function lines(...occurrences: Occurrence[]): string[] {
  return occurrences.flatMap((what, seq) => formatEvent({ at: BigInt(seq) * 1_500_000n, seq, ...what }))
}

test('a session reads from top to bottom', () => {
  const story = lines(
    { type: 'start', mockvm: '0.1.0', agent: '2.11.0', scenario: {} },
    { type: 'agent', state: 'started', reason: '' },
    { type: 'connect', client: 1 },
    { type: 'in', client: 1, data: '\xff{"execute":"guest-sync","arguments":{"id":1}}\n{"execute":"guest-shutdown"}' },
    { type: 'request', id: 0, name: 'guest-sync', arguments: new Map([['id', 1n]]) },
    { type: 'reply', id: 0, name: 'guest-sync', return: 1n },
    { type: 'out', client: 1, data: '{"return": 1}\n' },
    { type: 'request', id: 1, name: 'guest-shutdown', arguments: new Map() },
    { type: 'reply', id: 1, name: 'guest-shutdown' },
    { type: 'guest', change: { what: 'power', from: 'running', to: 'off' } },
    { type: 'out', data: 'nobody\r\n' },
    { type: 'refused', error: { class: 'GenericError', desc: 'Invalid JSON syntax' } },
    { type: 'reply', id: 2, name: 'guest-x', error: { class: 'GenericError', desc: 'no “é”\n' } },
    { type: 'disconnect', client: 1 },
    { type: 'agent', state: 'stopped', reason: 'guest powered off' },
    { type: 'stop' },
  )
  expect(story.join('\n')).toBe(
    String.raw`
    0.000000        mockvm 0.1.0, a guest with qemu-ga 2.11.0
    0.001500        agent started
    0.003000  1     connected
    0.004500  1 →   \xff{"execute":"guest-sync","arguments":{"id":1}}\n
              1 →   {"execute":"guest-shutdown"}
    0.006000        guest-sync(id: 1)
    0.007500        guest-sync = 1
    0.009000  1 ←   {"return": 1}\n
    0.010500        guest-shutdown()
    0.012000        guest-shutdown done, it sends no reply
    0.013500        guest powered off
    0.015000  - ←   nobody\r\n
    0.016500        refused: GenericError: Invalid JSON syntax
    0.018000        guest-x failed: GenericError: no “é”\n
    0.019500  1     disconnected
    0.021000        agent stopped: guest powered off
    0.022500        VM stopped`.slice(1),
  )
})

test('what becomes of an interface is told with its addresses', () => {
  const change = { what: 'interface', name: 'eth0', up: true } as const
  expect(
    lines(
      { type: 'guest', change: { ...change, addresses: ['192.168.122.10/24', 'fe80::1/64'] } },
      { type: 'guest', change: { ...change, addresses: [], up: false } },
    ),
  ).toEqual([
    '    0.000000        eth0 up, 192.168.122.10/24, fe80::1/64',
    '    0.001500        eth0 down, without an address',
  ])
})

test('long data is shortened and tells how much is left out', () => {
  const [line, ...rest] = lines({ type: 'out', client: 12, data: 'x'.repeat(22_000_000) })
  expect(rest).toEqual([])
  expect(line).toBe(`    0.000000  12 ←  ${'x'.repeat(140)}… 21999860 bytes more`)
  const many = lines({ type: 'in', client: 1, data: '{}\n'.repeat(100) })
  expect(many).toHaveLength(9)
  expect(many.at(-1)).toBe('              1 →   … 276 bytes more')
})

test('whatever is in an event, its lines hold no control characters', () => {
  fc.assert(
    fc.property(traceEvent, event => {
      for (const line of formatEvent(event)) expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
    }),
  )
})

test('with colour, each kind of line has its own', () => {
  const event: TraceEvent = { at: 0n, seq: 0, type: 'in', client: 1, data: 'x' }
  expect(formatEvent(event, { colour: true })).toEqual(['\x1b[2m    0.000000\x1b[0m  1 →   \x1b[36mx\x1b[0m'])
})

test('a Timeline writes the lines of every event at once', () => {
  const written: string[] = []
  new Timeline(text => written.push(text)).print({ at: 0n, seq: 0, type: 'in', client: 1, data: 'a\nb' })
  expect(written).toEqual(['    0.000000  1 →   a\\n\n              1 →   b\n'])
})

test.each<[GuestChange, string]>([
  [{ what: 'time', from: -1n, to: 1_767_225_600_000_000_000n }, ''],
  [{ what: 'rtc', to: 2n ** 63n - 1n }, 'hardware clock set to 2262-04-11T23:47:16.854775807Z'],
  [{ what: 'freeze', mount: '/', frozen: true }, '/ frozen'],
  [{ what: 'freeze', mount: '/', frozen: false }, '/ thawed'],
  [{ what: 'trim', mount: '/boot', bytes: 4096n }, '/boot trimmed by 4096 bytes'],
  [{ what: 'vcpu', id: 1, online: false }, 'vCPU 1 offline'],
  [{ what: 'memory-block', index: 3n, online: true }, 'memory block 3 online'],
  [{ what: 'password', user: 'root' }, 'password of root changed'],
  [{ what: 'file-open', handle: 1000n, path: '/a', mode: 'r' }, '/a opened with mode r as handle 1000'],
  [{ what: 'file-close', handle: 1000n, path: '/a' }, '/a closed, handle 1000'],
  [{ what: 'process-start', pid: 7, argv: ['ls', '-l'] }, 'process 7 started: ls -l'],
  [{ what: 'process-end', pid: 7, exitCode: 0 }, 'process 7 exited with status 0'],
  [{ what: 'process-end', pid: 7, signal: 9 }, 'process 7 killed by signal 9'],
  [{ what: 'service', unit: 'ssh.service', active: 'failed', sub: 'failed' }, 'ssh.service failed (failed)'],
  [
    { what: 'service', unit: 'ssh.service', active: 'active', sub: 'running', done: 'reloaded' },
    'ssh.service reloaded',
  ],
  [{ what: 'package', name: 'htop', done: 'installed', version: '3.2' }, 'package htop 3.2 installed'],
  [{ what: 'power', from: 'running', to: 'rebooting' }, 'guest reboots'],
  [{ what: 'power', from: 'rebooting', to: 'running' }, 'guest is up again'],
  [{ what: 'power', from: 'running', to: 'suspended-ram' }, 'guest suspended to RAM'],
  [{ what: 'power', from: 'suspended-ram', to: 'running' }, 'guest woke up'],
])('%o is told in words', (change, words) => {
  const expected = words || 'system time set from 1969-12-31T23:59:59.999999999Z to 2026-01-01T00:00:00.000000000Z'
  expect(lines({ type: 'guest', change })).toEqual([`    0.000000        ${expected}`])
})
