import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText, encodeText } from '../../src/json/text.js'

test.each([
  ['abc', 'abc'],
  ['\xc3\xa9', 'é'],
  ['\xf0\x9f\x98\x80', '😀'],
  ['a\x80b', 'a\udc80b'],
  ['\xc3', '\udcc3'],
  ['\xe2\x82', '\udce2\udc82'],
  ['\xed\xa0\x80', '\udced\udca0\udc80'],
  ['\xc0\x80', '\udcc0\udc80'],
  ['\xc3\xa9\xff', 'é\udcff'],
])('the bytes %j become a string and the same bytes again', (bytes, text) => {
  expect(decodeText(Buffer.from(bytes, 'latin1'))).toBe(text)
  expect(encodeText(text).toString('latin1')).toBe(bytes)
})

test('a surrogate that stands for no byte has three bytes by the pattern of UTF-8', () => {
  expect(encodeText('\ud83d').toString('hex')).toBe('eda0bd')
})

test('no bytes are lost', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      expect(encodeText(decodeText(Buffer.from(bytes)))).toEqual(Buffer.from(bytes))
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('a long text may be full of halves of characters', () => {
  const bytes = Buffer.alloc(4_000_000, Buffer.from('\xe2\x82a\xc3\xa9', 'latin1'))
  expect(encodeText(decodeText(bytes)).equals(bytes)).toBe(true)
})
