import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDouble } from '../../src/json/doubles.js'

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
    expect(formatDouble(value, 'f')).toBe(text)
  })

  test('the largest one is written out in full', () => {
    expect(formatDouble(Number.MAX_VALUE, 'f')).toBe(BigInt(Number.MAX_VALUE).toString())
  })
})

describe('a double has seventeen digits at most, without trailing zeros', () => {
  test.each([
    [1, '1'],
    [1000, '1000'],
    [0, '0'],
    [-0, '-0'],
    [1.5, '1.5'],
    [0.1, '0.10000000000000001'],
    [-0.1, '-0.10000000000000001'],
    [123456789.12345679, '123456789.12345679'],
    [1e-4, '0.0001'],
    [0.00012345, '0.00012344999999999999'],
    [1e-5, '1.0000000000000001e-05'],
    [1e-10, '1e-10'],
    [1e16, '10000000000000000'],
    [1e17, '1e+17'],
    [123456789012345680, '1.2345678901234568e+17'],
    [2 ** 64, '1.8446744073709552e+19'],
    [-(2 ** 63), '-9.2233720368547758e+18'],
    [1e22, '1e+22'],
    [1e100, '1e+100'],
    [5e-324, '4.9406564584124654e-324'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    // Just between two: to the even one.
    [1e14 + 0.125, '100000000000000.12'],
    [1e14 + 0.375, '100000000000000.38'],
    [900719925474099 + 0.125, '900719925474099.12'],
    [900719925474099 + 0.375, '900719925474099.38'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%d', (value, text) => {
    expect(formatDouble(value, 'g')).toBe(text)
  })

  test('they are enough to read the same double back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(Number(formatDouble(value, 'g'))).toBe(value)
      }),
      { seed: 2, numRuns: 2000 },
    )
  })
})
