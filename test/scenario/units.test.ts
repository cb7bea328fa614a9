import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCount, parseDuration, parseSize } from '../../src/scenario/units.js'

const SIZE_UNITS = { B: 1n, kB: 1000n, MB: 10n ** 6n, GB: 10n ** 9n, KiB: 1024n, MiB: 2n ** 20n, GiB: 2n ** 30n }
const DURATION_UNITS = { ns: 1n, us: 1000n, ms: 10n ** 6n, s: 10n ** 9n, m: 6n * 10n ** 10n, h: 36n * 10n ** 11n }

describe('a size', () => {
  test.each([
    ['0', 0n],
    [4096, 4096n],
    ['10MiB', 10_485_760n],
    ['1.5 GiB', 1_610_612_736n],
    ['1GB', 1_000_000_000n],
    ['19.875GiB', 21_340_618_752n],
    ['9223372036854775807', 2n ** 63n - 1n],
  ])('%s is %s bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test.each(['', 'MiB', '-1', '1.5', '4G', '0.3B', '1 mib', '9223372036854775808', '1e3', -1, 1.5])(
    '%s is none',
    text => {
      expect(parseSize(text)).toBeUndefined()
    },
  )

  test('is its number times its unit', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 30n), fc.constantFrom(...Object.entries(SIZE_UNITS)), (count, [unit, bytes]) => {
        expect(parseSize(`${count}${unit}`)).toBe(count * bytes)
      }),
    )
  })

  test('loses no digit of a fraction', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), bytes => {
        const digits = String(bytes).padStart(10, '0')
        expect(parseSize(`${digits.slice(0, -9)}.${digits.slice(-9)}GB`)).toBe(bytes)
      }),
    )
  })
})

describe('a duration', () => {
  test.each([
    ['3s', 3_000_000_000n],
    ['250ms', 250_000_000n],
    ['1h30m', 5_400_000_000_000n],
    ['1.5s', 1_500_000_000n],
    ['40d', 3_456_000_000_000_000n],
    ['17', 17n],
    [17, 17n],
  ])('%s is %s nanoseconds', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds)
  })

  test.each(['', 's', '0.5ns', '3 s', '-1s', '1h 30m', '1y', '300000d'])('%s is none', text => {
    expect(parseDuration(text)).toBeUndefined()
  })

  test('is the sum of its parts', () => {
    const parts = fc.array(fc.tuple(fc.bigInt(0n, 10n ** 4n), fc.constantFrom(...Object.entries(DURATION_UNITS))), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(parts, all => {
        const text = all.map(([count, [unit]]) => `${count}${unit}`).join('')
        expect(parseDuration(text)).toBe(all.reduce((sum, [count, [, length]]) => sum + count * length, 0n))
      }),
    )
  })
})

test('a count is a number or its digits, up to the largest int64', () => {
  expect([0, '12', '9223372036854775807'].map(parseCount)).toEqual([0n, 12n, 2n ** 63n - 1n])
  expect([-1, '9223372036854775808', '1.0', 'x', 2 ** 60].map(parseCount)).toEqual(Array(5).fill(undefined))
})
