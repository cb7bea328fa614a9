import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Distribution, fixed, sample } from '../../src/faults/distribution.js'
import { Random, type RandomStream } from '../../src/guest/random.js'

const stream = () => new Random('seed').stream('test')

/** Chance that isn't: the draws one after the other, as parts of the whole. */
function drawing(...draws: number[]): RandomStream {
  let next = 0
  return { below: (below: number) => Math.floor((draws[next++ % draws.length] ?? 0) * below) } as RandomStream
}

function samples(distribution: Distribution, count = 2000): bigint[] {
  const chance = stream()
  return Array.from({ length: count }, () => sample(distribution, chance))
}

test('fixed is fixed', () => {
  expect(new Set(samples(fixed(5n)))).toEqual(new Set([5n]))
})

describe('a range', () => {
  test('reaches both ends', () => {
    expect(new Set(samples({ kind: 'range', from: 3n, to: 6n }))).toEqual(new Set([3n, 4n, 5n, 6n]))
    expect(new Set(samples({ kind: 'range', from: 3n, to: 3n }))).toEqual(new Set([3n]))
  })

  test('never goes beyond them', () => {
    const range = fc.tuple(fc.bigInt({ min: 0n, max: 1n << 62n }), fc.bigInt({ min: 0n, max: 1n << 62n }))
    fc.assert(
      fc.property(range, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), ([a, b], draw) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        const value = sample({ kind: 'range', from, to }, drawing(draw))
        return value >= from && value <= to
      }),
    )
  })
})

describe('a normal distribution', () => {
  test('has its mean and its deviation', () => {
    const all = samples({ kind: 'normal', mean: 1_000_000n, deviation: 100_000n }, 20_000).map(Number)
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length
    const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length)
    expect(Math.abs(mean - 1_000_000)).toBeLessThan(3000)
    expect(Math.abs(deviation - 100_000)).toBeLessThan(3000)
  })

  test('is never below 0', () => {
    const all = samples({ kind: 'normal', mean: 10n, deviation: 1000n })
    expect(all.every(value => value >= 0n)).toBe(true)
    expect(all).toContain(0n)
    expect(sample({ kind: 'normal', mean: 10n, deviation: 1000n }, drawing(0))).toBe(0n)
  })
})

describe('percentiles', () => {
  const points: readonly (readonly [number, bigint])[] = [
    [50, 1000n],
    [90, 2000n],
    [99.9, 10_000n],
  ]
  const at = (draw: number) => sample({ kind: 'percentiles', points }, drawing(draw))

  test('are straight lines from point to point, and flat above the last', () => {
    expect([0, 0.25, 0.5, 0.7, 0.9, 0.9495, 0.999, 0.9999].map(at)).toEqual([
      ...[0n, 500n, 1000n, 1500n, 2000n],
      ...[6000n, 10_000n, 10_000n],
    ])
  })

  test('so many are below', () => {
    const all = samples({ kind: 'percentiles', points }, 10_000)
    expect(Math.abs(all.filter(value => value < 1000n).length - 5000)).toBeLessThan(150)
    expect(Math.abs(all.filter(value => value < 2000n).length - 9000)).toBeLessThan(100)
  })

  test('one alone is that from then on', () => {
    expect(sample({ kind: 'percentiles', points: [[0, 7n]] }, drawing(0))).toBe(7n)
    expect(sample({ kind: 'percentiles', points: [[100, 8n]] }, drawing(0.5))).toBe(4n)
  })
})
