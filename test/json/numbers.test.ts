import { describe, expect, test } from 'vitest'
import { formatDouble, parseInteger } from '../../src/json/numbers.js'

describe('an integer is a bigint while it fits 64 bits, else a double', () => {
  test.each([
    ['0', 0n],
    ['-0', 0n],
    ['-9223372036854775808', -9223372036854775808n],
    ['-9223372036854775809', -(2 ** 63)],
    ['9223372036854775808', 9223372036854775808n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', 2 ** 64],
  ])('%s', (digits, value) => {
    expect(parseInteger(digits)).toBe(value)
  })
})

describe('a double has six decimals at most, without trailing zeros', () => {
  test.each([
    [1, '1'],
    [0.1, '0.1'],
    [1.5, '1.5'],
    [-0, '-0'],
    [-1.25, '-1.25'],
    [1000, '1000'],
    [1e-10, '0'],
    [-1e-10, '-0'],
    [5e-324, '0'],
    [123456789.12345679, '123456789.123457'],
    [2 ** 64, '18446744073709551616'],
    [-(2 ** 63), '-9223372036854775808'],
    [1e22, '10000000000000000000000'],
    [1700000050.999999, '1700000050.999999'],
    // To the nearest, of the binary value: 0.0000005 is a little less than half.
    [0.0000005, '0'],
    [0.0000015, '0.000002'],
    [0.0000025, '0.000003'],
    [1.9999999, '2'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%d', (value, text) => {
    expect(formatDouble(value)).toBe(text)
  })

  test('the largest one is written out in full', () => {
    expect(formatDouble(Number.MAX_VALUE)).toBe(BigInt(Number.MAX_VALUE).toString())
  })
})
