import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNumber, parseSize } from '../../../src/cli/qemu/quantities.js'

describe('a size', () => {
  test.each([
    ['256', 'M', 256n << 20n],
    ['256', undefined, 256n],
    ['1.5G', 'M', 3n << 29n],
    ['64k', 'M', 64n << 10n],
    ['64B', 'M', 64n],
    ['1.', 'M', 1n << 20n],
    [' 1T', 'M', 1n << 40n],
    ['0x10', 'M', 16n << 20n],
    ['15E', 'M', 15n << 60n],
    ['16E', 'M', 'out of range'],
    ['18446744073709551616', 'B', 'out of range'],
    ['1.7', 'M', 'malformed'],
    ['64MiB', 'M', 'malformed'],
    ['-1', 'M', 'malformed'],
    ['', 'M', 'malformed'],
    ['.5G', 'M', 'malformed'],
    ['1Q', 'M', 'malformed'],
  ] as const)('%j in %s', (text, unit, bytes) => {
    expect(parseSize(text, unit)).toBe(bytes)
  })

  test('is as many bytes as it says, with any unit', () => {
    const units = fc.constantFrom('', 'B', 'K', 'k', 'M', 'm', 'G', 'T')
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 23n) - 1n), units, (count, unit) => {
        const shift = { B: 0n, K: 10n, M: 20n, G: 30n, T: 40n }[unit.toUpperCase() || 'B'] ?? 0n
        expect(parseSize(`${count}${unit}`)).toBe(count << shift)
      }),
    )
  })
})

test.each([
  ['1', true],
  ['-1', true],
  ['0x1f', true],
  [' +7', true],
  ['', false],
  ['1x', false],
  ['x', false],
])('%j is a number: %s', (text, is) => {
  expect(isNumber(text)).toBe(is)
})
