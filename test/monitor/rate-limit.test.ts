import { expect, test } from 'vitest'
import { Clock } from '../../src/guest/clock.js'
import type { QemuEvent } from '../../src/monitor/events.js'
import { RateLimit } from '../../src/monitor/rate-limit.js'
import { eventLine, monitorHost, processOf, settled } from './qmp/host.js'

const MILLISECOND = 1_000_000n

function port(id: string, open: boolean): QemuEvent {
  return { event: 'VSERPORT_CHANGE', data: { id, open } }
}

function rtc(offset: number): QemuEvent {
  return { event: 'RTC_CHANGE', data: { offset, 'qom-path': '/rtc' } }
}

/** What was passed on, with when it was and when it came about, in milliseconds. */
function limited(mode: 'manual' | 'auto' = 'manual') {
  const clock = new Clock({ mode, now: 0n, step: 0n, uptime: 0n, timezone: 'UTC' })
  const passed: [bigint, bigint, string][] = []
  const limit = new RateLimit(clock, (event, at) => {
    const what = event.event === 'VSERPORT_CHANGE' ? `${event.data.id} ${event.data.open}` : event.event
    const offset = event.event === 'RTC_CHANGE' ? ` ${event.data.offset}` : ''
    passed.push([clock.monotonic() / MILLISECOND, at / MILLISECOND, what + offset])
  })
  return { clock, limit, passed, advance: (milliseconds: bigint) => clock.advance(milliseconds * MILLISECOND) }
}

test('the first comes at once, the last of those within the second at its end, with the time when it came about', () => {
  const { limit, passed, advance } = limited()
  limit.tell(rtc(1))
  advance(10n)
  limit.tell(rtc(2))
  advance(20n)
  limit.tell(rtc(3))
  advance(5000n)
  expect(passed).toEqual([
    [0n, 0n, 'RTC_CHANGE 1'],
    [1000n, 30n, 'RTC_CHANGE 3'],
  ])
})

test('what was held back opens the next second', () => {
  const { limit, passed, advance } = limited()
  for (const [after, open] of [
    [0n, false],
    [820n, false],
    [260n, true],
    [2000n, false],
  ] as const) {
    advance(after)
    limit.tell(port('channel0', open))
  }
  expect(passed).toEqual([
    [0n, 0n, 'channel0 false'],
    [1000n, 820n, 'channel0 false'],
    [2000n, 1080n, 'channel0 true'],
    [3080n, 3080n, 'channel0 false'],
  ])
})

test('ports have limits of their own, and other events none', () => {
  const { limit, passed } = limited()
  limit.tell(port('channel0', true))
  limit.tell(port('channel1', true))
  limit.tell({ event: 'STOP' })
  limit.tell({ event: 'STOP' })
  limit.tell(port('channel0', false))
  expect(passed.map(([, , what]) => what)).toEqual(['channel0 true', 'channel1 true', 'STOP', 'STOP'])
})

test('nothing held back is no reason for a clock to go on', () => {
  const { clock, limit } = limited()
  limit.tell(rtc(1))
  expect(clock.nextDue()).toBe(undefined)
  limit.tell(rtc(2))
  expect(clock.nextDue()).toBe(1000n * MILLISECOND)
})

test('what is held back is no reason for one to jump', () => {
  const { clock, limit, passed } = limited('auto')
  limit.tell(rtc(1))
  limit.tell(rtc(2))
  clock.idle()
  expect([clock.monotonic(), passed.length]).toEqual([0n, 1])
})

test('what is forgotten never comes, and the next one comes at once', () => {
  const { limit, passed, advance } = limited()
  limit.tell(rtc(1))
  limit.tell(rtc(2))
  limit.forget()
  limit.tell(rtc(3))
  advance(5000n)
  expect(passed.map(([, , what]) => what)).toEqual(['RTC_CHANGE 1', 'RTC_CHANGE 3'])
})

test('a port that closes and opens again within the second shows it a second later', async () => {
  const { vm, host } = await monitorHost()
  processOf(vm).portChanged(false)
  vm.advance('100ms')
  processOf(vm).portChanged(true)
  await settled()
  expect(host.take()).toBe(eventLine('VSERPORT_CHANGE', '{"open": false, "id": "channel0"}'))
  vm.advance('1s')
  await settled()
  expect(host.take()).toBe(
    eventLine(
      'VSERPORT_CHANGE',
      '{"open": true, "id": "channel0"}',
      '"timestamp": {"seconds": 1767225600, "microseconds": 100000}',
    ),
  )
})

test('what is held back when QEMU ends never comes', async () => {
  const { vm, host } = await monitorHost()
  processOf(vm).portChanged(false)
  processOf(vm).portChanged(true)
  await host.run('quit')
  vm.advance('5s')
  await settled()
  expect(host.take()).toBe('')
})
