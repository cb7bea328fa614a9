import { describe, expect, test } from 'vitest'
import { parseInteger } from '../../src/json/numbers.js'

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
