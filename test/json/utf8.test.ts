import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { characterLength, codePointAt, putCodePoint } from '../../src/json/utf8.js'

test('a character has the length and the code point that the platform says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x10ffff }), codePoint => {
      fc.pre(codePoint < 0xd800 || codePoint > 0xdfff)
      const bytes = Buffer.from(String.fromCodePoint(codePoint))
      expect(characterLength(bytes, 0)).toBe(bytes.length)
      expect(codePointAt(bytes, 0, bytes.length)).toBe(codePoint)
      const put = Buffer.alloc(4)
      expect(put.subarray(0, putCodePoint(put, 0, codePoint))).toEqual(bytes)
    }),
    { seed: 1, numRuns: 2000 },
  )
})

test('what is no UTF-8 to the platform is no character', () => {
  // Four bytes near the edges of what is allowed.
  const edge = fc.constantFrom(
    ...[0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1],
    ...[0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xfc, 0xfe, 0xff],
  )
  fc.assert(
    fc.property(fc.array(edge, { minLength: 1, maxLength: 4 }), bytes => {
      const buffer = Buffer.from(bytes)
      const shortest = [1, 2, 3, 4].find(length => length <= buffer.length && isUtf8(buffer.subarray(0, length)))
      expect(characterLength(buffer, 0)).toBe(shortest ?? 0)
    }),
    { seed: 2, numRuns: 20_000 },
  )
})
