import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseGoDuration } from '../../../../src/http/kubevirt/subresources/go-duration.js'

const UNITS = { ns: 1n, us: 1000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n }

describe('durations of Go', () => {
  test.each([
    ['0', 0n],
    ['-0', 0n],
    ['5m0s', 300_000_000_000n],
    ['1h30m', 5_400_000_000_000n],
    ['1.5s', 1_500_000_000n],
    ['.5s', 500_000_000n],
    ['1.s', 1_000_000_000n],
    ['-1.5s', -1_500_000_000n],
    ['+5s', 5_000_000_000n],
    ['10µs', 10_000n],
    ['10μs', 10_000n],
    ['0.1s', 100_000_000n],
    ['9223372036854775807ns', 9_223_372_036_854_775_807n],
    ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
  ])('%s', (text, nanoseconds) => {
    expect(parseGoDuration(text)).toBe(nanoseconds)
  })

  test.each([
    '',
    '5',
    's',
    '.s',
    '5 s',
    '5m 0s',
    '1d',
    '1S',
    '--5s',
    '5s-',
    '1e3s',
    '9223372036854775808ns',
    '1e',
    '٣s',
  ])('%j is none', text => {
    expect(parseGoDuration(text)).toBeUndefined()
  })

  test('the sum of its parts', () => {
    const part = fc.tuple(fc.nat(10_000), fc.constantFrom(...(Object.keys(UNITS) as (keyof typeof UNITS)[])))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.boolean(), (parts, isNegative) => {
        const text = parts.map(([count, unit]) => `${count}${unit}`).join('')
        const sum = parts.reduce((all, [count, unit]) => all + BigInt(count) * UNITS[unit], 0n)
        expect(parseGoDuration(`${isNegative ? '-' : ''}${text}`)).toBe(isNegative ? -sum : sum)
      }),
    )
  })

  test('any text is one, or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0159.-+hmsnuµ ') }), text => {
        expect(['bigint', 'undefined']).toContain(typeof parseGoDuration(text))
      }),
    )
  })
})
