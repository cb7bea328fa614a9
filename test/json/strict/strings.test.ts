import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeString } from '../../../src/json/strict/strings.js'
import { writeJson } from '../../../src/json/write.js'

const decode = (inner: string) => decodeString(Buffer.from(`"${inner}"`, 'latin1'))

describe('escapes', () => {
  test.each([
    ['\\b\\f\\n\\r\\t\\/\\\\\\\'\\"', '\b\f\n\r\t/\\\'"'],
    ['\\u0041\\u00e9\\u20AC', 'Aé€'],
    ['\\ud83d\\ude00', '😀'],
    ['\\uDBFF\\uDFFD', '\u{10fffd}'],
    ['\\ufffd\\uFEFF', '\ufffd\ufeff'],
    ['\\u001f\\u007f', '\x1f\x7f'],
    ['a\\u0000b', 'a\udcc0\udc80b'],
  ])('%s', (inner, text) => {
    expect(decode(inner)).toEqual({ text })
  })

  test.each(['\\x41', '\\a', '\\0', '\\v', '\\U0041', '\\\xc3\xa9', '\\\x7f'])('%j is none', inner => {
    expect(decode(inner)).toEqual({ fault: 'invalid escape sequence in string' })
  })

  test.each([
    ['\\ud83d', '\\ud83d'],
    ['\\ud83dx', '\\ud83d'],
    ['\\ud83d\\n', '\\ud83d'],
    ['\\ud83d\\u0041', '\\ud83d'],
    ['\\ud83d\\ud83d', '\\ud83d'],
    ['\\ud83d\\ude0', '\\ud83d'],
    ['\\ude00\\ud83d', '\\ude00'],
    ['\\ufffe', '\\ufffe'],
    ['\\uFFFF', '\\uFFFF'],
    ['\\ufdd0', '\\ufdd0'],
    ['\\ufdef', '\\ufdef'],
    ['\\ud83f\\udffe', '\\ud83f\\udffe'],
    ['\\udbff\\udfff', '\\udbff\\udfff'],
    ['\\u00g0', '\\u00g0'],
    // Up to the end of the token, its quote included.
    ['\\u12', '\\u12"'],
    ['\\u', '\\u"'],
    ['\\u\\"123', '\\u\\"12'],
    // Four bytes, not four characters.
    ['\\u12\xe2\x82\xac', '\\u12\udce2\udc82'],
  ])('%j is no character: %s is told', (inner, quoted) => {
    expect(decode(inner)).toEqual({ fault: `${quoted} is not a valid Unicode character` })
  })
})

describe('raw text is UTF-8', () => {
  test.each([
    ['\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80', 'é€😀'],
    ['\xef\xbf\xbd', '\ufffd'],
    ['\xed\x9f\xbf', '\ud7ff'],
    ['\xee\x80\x80', '\ue000'],
    // U+0000, as it is kept.
    ['a\xc0\x80b', 'a\udcc0\udc80b'],
  ])('%j', (inner, text) => {
    expect(decode(inner)).toEqual({ text })
  })

  test.each([
    '\x80',
    '\xc3',
    '\xe2\x82',
    '\xe2\x82\\n',
    '\xc0\xaf',
    '\xc1\xbf',
    '\xe0\x9f\xbf',
    '\xf0\x8f\xbf\xbf',
    '\xed\xa0\x80',
    '\xed\xbf\xbf',
    '\xf4\x90\x80\x80',
    '\xf5\x80\x80\x80',
    '\xf8\x88\x80\x80\x80',
    '\xfc\x84\x80\x80\x80\x80',
    '\xef\xbf\xbe',
    '\xef\xb7\x90',
    '\xf0\x9f\xbf\xbe',
  ])('%j is none', inner => {
    expect(decode(inner)).toEqual({ fault: 'invalid UTF-8 sequence in string' })
  })
})

test('of several faults the first one is told', () => {
  expect(decode('\xff\\x')).toEqual({ fault: 'invalid UTF-8 sequence in string' })
  expect(decode('\\x\xff')).toEqual({ fault: 'invalid escape sequence in string' })
  expect(decode('\\ud83d\\x')).toEqual({ fault: '\\ud83d is not a valid Unicode character' })
})

test('what is written of a text is read as that text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(decodeString(Buffer.from(writeJson(text), 'latin1'))).toEqual({ text })
    }),
    { seed: 3, numRuns: 300 },
  )
})

test('millions of escapes are read', () => {
  const count = 4_000_000
  expect(decodeString(Buffer.from(`"${'\\n'.repeat(count)}"`))).toEqual({ text: '\n'.repeat(count) })
  expect(decodeString(Buffer.from(`"${'\\u00e9'.repeat(count)}"`))).toEqual({ text: 'é'.repeat(count) })
})
