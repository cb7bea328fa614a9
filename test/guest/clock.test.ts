import { describe, expect, test } from 'vitest'
import { Clock } from '../../src/guest/clock.js'

const manual = () => new Clock({ mode: 'manual', now: 1000n, step: 1n, uptime: 50n, timezone: 'UTC' })

describe('a guest that stands still', () => {
  test('has no time: its system time and uptime stop, the RTC and the host go on', () => {
    const clock = manual()
    clock.advance(10n)
    clock.stop()
    clock.advance(100n)
    expect([clock.now(), clock.uptime(), clock.inGuest()]).toEqual([1010n, 60n, 10n])
    expect([clock.rtc(), clock.monotonic()]).toEqual([1110n, 110n])
    expect(clock.start()).toBe(100n)
    clock.advance(1n)
    expect([clock.now(), clock.uptime(), clock.rtc(), clock.monotonic()]).toEqual([1011n, 61n, 1111n, 111n])
  })

  test('meets what is due in it as much later, and what is outside at its time', () => {
    const clock = manual()
    const seen: [string, bigint][] = []
    const see = (what: string) => () => seen.push([what, clock.monotonic()])
    clock.after(20n, see('before'))
    clock.advance(5n)
    clock.stop()
    clock.after(3n, see('while it stands'))
    clock.outside(7n, see('outside'))
    clock.advance(100n)
    clock.start()
    clock.advance(100n)
    expect(seen).toEqual([
      ['outside', 12n],
      ['while it stands', 108n],
      ['before', 120n],
    ])
  })

  test('keeps what is due in the order in which it was set', () => {
    const clock = manual()
    const seen: number[] = []
    clock.after(5n, () => seen.push(1))
    clock.stop()
    clock.after(5n, () => seen.push(2))
    clock.start()
    clock.after(5n, () => seen.push(3))
    clock.advance(5n)
    expect(seen).toEqual([1, 2, 3])
  })

  test('forgets what was cancelled meanwhile', () => {
    const clock = manual()
    const timer = clock.after(5n, () => expect.unreachable())
    clock.stop()
    timer.cancel()
    clock.start()
    clock.advance(10n)
    expect(clock.nextDue()).toBeUndefined()
  })

  test('stands still once, however often it is told', () => {
    const clock = manual()
    clock.stop()
    clock.advance(1n)
    clock.stop()
    clock.advance(1n)
    expect([clock.isStopped, clock.start(), clock.start(), clock.isStopped]).toEqual([true, 2n, 0n, false])
  })

  test('boots and is set by its own time', () => {
    const clock = manual()
    clock.stop()
    clock.advance(100n)
    clock.start()
    clock.boot()
    expect([clock.now(), clock.uptime()]).toEqual([1100n, 0n])
    clock.setTime(5n)
    clock.advance(1n)
    expect([clock.now(), clock.rtc()]).toEqual([6n, 1101n])
  })

  test('stands still again after its snapshot was put back', () => {
    const clock = manual()
    clock.stop()
    clock.advance(10n)
    const snapshot = clock.snapshot()
    clock.start()
    clock.advance(10n)
    clock.restore(snapshot)
    clock.advance(5n)
    expect([clock.isStopped, clock.now(), clock.start()]).toEqual([true, 1000n, 15n])
    expect(clock.timesRestored).toBe(1)
  })
})
