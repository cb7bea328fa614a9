import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixed } from '../../src/faults/distribution.js'
import { Line, type Step } from '../../src/faults/line.js'
import type { Pace } from '../../src/faults/pace.js'
import { Clock } from '../../src/guest/clock.js'
import { Random } from '../../src/guest/random.js'

function lineOn(clock = new Clock({ mode: 'manual', now: 0n, timezone: 'UTC', step: 1n, uptime: 0n })) {
  const got: [bigint, string][] = []
  const random = new Random('seed')
  const line = new Line({
    clock,
    chance: rule => random.stream(rule),
    deliver: ({ bytes }) => got.push([clock.monotonic(), bytes]),
    perform: ({ act }) => got.push([clock.monotonic(), JSON.stringify(act)]),
  })
  return { clock, line, got, random, text: () => got.map(([, bytes]) => bytes).join('') }
}

const crash: Step = { act: [{ agent: 'crash' }] }
const CRASH = '[{"agent":"crash"}]'

test('what has to wait holds up all that follows', () => {
  const { clock, line, got } = lineOn()
  line.push([{ bytes: 'a' }, { wait: 10n }, { bytes: 'b' }, crash])
  line.push([{ bytes: 'c' }])
  expect(line.isEmpty).toBe(false)
  clock.advance(100n)
  expect(got).toEqual([
    [0n, 'a'],
    [10n, 'b'],
    [10n, CRASH],
    [10n, 'c'],
  ])
  expect(line.isEmpty).toBe(true)
})

test('a wait of 0 is none', () => {
  const { line, text } = lineOn()
  line.push([{ wait: 0n }, { bytes: 'a' }])
  expect(text()).toBe('a')
  expect(line.isEmpty).toBe(true)
})

test('what a delivery brings comes behind', () => {
  const clock = lineOn().clock
  const got: string[] = []
  const line: Line = new Line({
    clock,
    chance: () => new Random('').stream(''),
    perform: () => {},
    deliver({ bytes }) {
      got.push(bytes)
      if (bytes === 'a') line.push([{ bytes: 'c' }])
    },
  })
  line.push([{ bytes: 'a' }, { bytes: 'b' }])
  expect(got).toEqual(['a', 'b', 'c'])
})

test('lost bytes are lost; what was to be done is done', () => {
  const { clock, line, got } = lineOn()
  line.push([{ wait: 10n }, { bytes: 'a' }, crash, { wait: 5n }, { slowly: 'bc', pace: { bandwidth: 1n }, chance: '' }])
  line.lose()
  clock.advance(20n)
  expect(got).toEqual([[10n, CRASH]])
  expect(line.isEmpty).toBe(true)
})

test('a line that is put back goes on, with the rest of the wait', () => {
  const { clock, line, got } = lineOn()
  line.push([{ wait: 10n }, { bytes: 'a' }])
  clock.advance(4n)
  const snapshot = structuredClone(line.snapshot())
  expect(snapshot).toEqual({ steps: [{ bytes: 'a' }], wait: 6n })
  const other = lineOn()
  other.line.restore(snapshot)
  other.clock.advance(100n)
  expect(other.got).toEqual([[6n, 'a']])
  line.restore(snapshot)
  clock.advance(100n)
  expect(got).toEqual([[10n, 'a']])
})

describe('bytes that come slowly', () => {
  const pace: fc.Arbitrary<Pace> = fc.oneof(
    fc.record({ bandwidth: fc.bigInt({ min: 1n, max: 100_000n }) }),
    fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.bigInt({ min: 0n, max: 50n }))
      .map(([least, more, pause]) => {
        return {
          chunks: { size: [least, least + more] as const, pause: { kind: 'range' as const, from: 0n, to: pause } },
        }
      }),
  )
  const text = fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes).toString('latin1'))
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ bytes: text }),
    fc.record({ wait: fc.bigInt({ min: 0n, max: 1000n }) }),
    fc.record({ slowly: text.filter(it => it !== ''), pace, chance: fc.constantFrom('a', 'b') }),
  )
  const whole = (steps: readonly Step[]) =>
    steps.map(it => ('bytes' in it ? it.bytes : 'slowly' in it ? it.slowly : '')).join('')

  test('come all, in order, and none of them early', () => {
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 6 }), parts => {
        const { clock, line, got, text } = lineOn()
        for (const steps of parts) {
          line.push(steps)
          clock.advance(137n)
        }
        clock.advance(1_000_000_000_000n)
        expect(text()).toBe(whole(parts.flat()))
        expect(line.isEmpty).toBe(true)
        const times = got.map(([at]) => at)
        expect(times).toEqual(times.toSorted((a, b) => Number(a - b)))
      }),
    )
  })

  test('go on the same from a snapshot', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.bigInt({ min: 0n, max: 3_000_000n }), (steps, time) => {
        const one = lineOn()
        one.line.push(steps)
        one.clock.advance(time)
        const before = one.text()
        const snapshot = structuredClone(one.line.snapshot())
        const other = lineOn()
        other.random.restore(structuredClone(one.random.snapshot()))
        other.clock.advance(time)
        other.line.restore(snapshot)
        const seen = one.got.length
        one.clock.advance(1_000_000_000_000n)
        other.clock.advance(1_000_000_000_000n)
        expect(other.got).toEqual(one.got.slice(seen))
        expect(before + other.text()).toBe(whole(steps))
      }),
    )
  })

  test('so many bytes a second, twenty times a second', () => {
    const { clock, line, got } = lineOn()
    line.push([{ slowly: 'x'.repeat(25), pace: { bandwidth: 200n }, chance: 'a' }])
    clock.advance(1_000_000_000n)
    expect(got).toEqual([
      [50_000_000n, 'x'.repeat(10)],
      [100_000_000n, 'x'.repeat(10)],
      [125_000_000n, 'x'.repeat(5)],
    ])
  })

  test('a million pieces, and a hundred thousand steps behind them', () => {
    const { line, got } = lineOn()
    const steps: Step[] = Array.from({ length: 100_000 }, () => ({ bytes: 'y' }))
    line.push([
      { slowly: 'x'.repeat(1_000_000), pace: { chunks: { size: [1, 1], pause: fixed(0n) } }, chance: 'a' },
      ...steps,
    ])
    expect(got).toHaveLength(1_100_000)
    expect(got.at(999_999)?.[1]).toBe('x')
    expect(got.at(1_000_000)?.[1]).toBe('y')
  })
})
