import { describe, expect, test } from 'vitest'
import { decodeText } from '../../src/json/text.js'
import { writeJson } from '../../src/json/write.js'

describe('strings are ASCII', () => {
  test.each([
    ['', '""'],
    ['"\\', '"\\"\\\\"'],
    ['\b\f\n\r\t', '"\\b\\f\\n\\r\\t"'],
    ["/'<>& ~", `"/'<>& ~"`],
    ['\0\x01\x1f\x7f\x80', '"\\u0000\\u0001\\u001F\\u007F\\u0080"'],
    ['é€\ufffd\ufeff', '"\\u00E9\\u20AC\\uFFFD\\uFEFF"'],
    ['😀', '"\\uD83D\\uDE00"'],
    // Noncharacters are no characters.
    ['\ufdd0\ufdef\ufffe\uffff\u{1fffe}\u{10ffff}', `"${'\\uFFFD'.repeat(6)}"`],
    ['\ufdcf\ufdf0', '"\\uFDCF\\uFDF0"'],
  ])('%j', (text, json) => {
    expect(writeJson(text)).toBe(json)
  })
})

describe('every bad sequence of bytes is one U+FFFD', () => {
  test.each([
    ['\x80\xbf', 2],
    ['\xc3', 1],
    ['\xc3(', 1],
    ['\xe2\x82', 1],
    ['\xe2\x82\xe2\x82', 2],
    ['\xf0\x9f\x98', 1],
    ['\xf4\x90\x80\x80', 1],
    ['\xed\xa0\x80', 1],
    ['\xf8\x88\x80\x80\x80', 1],
    ['\xfc\x84\x80\x80\x80\x80', 1],
    ['\xfe\xff', 2],
    ['\xc0\xaf', 1],
    ['\xef\xbf\xbe', 1],
    ['\xf0\x9f\xbf\xbf', 1],
    ['\xc3\xe9', 2],
  ])('%j', (bytes, count) => {
    const rest = bytes.replace(/[^ -~]/g, '')
    expect(writeJson(decodeText(Buffer.from(bytes, 'latin1')))).toBe(`"${'\\uFFFD'.repeat(count)}${rest}"`)
  })
})

test.each([
  [null, 'null'],
  [true, 'true'],
  [0n, '0'],
  [-9223372036854775808n, '-9223372036854775808'],
  [18446744073709551615n, '18446744073709551615'],
  [0.5, '0.5'],
  [[], '[]'],
  [[1n, [null]], '[1, [null]]'],
  [new Map(), '{}'],
])('%o', (value, json) => {
  expect(writeJson(value)).toBe(json)
})

test('members come in the order of their buckets, at every level', () => {
  const inner = new Map([
    ['b', 1n],
    ['a', 2n],
  ])
  const value = new Map<string, Map<string, bigint> | null>([
    ['error', null],
    ['return', inner],
    ['id', null],
  ])
  expect(writeJson(value)).toBe('{"return": {"a": 2, "b": 1}, "id": null, "error": null}')
})

test('C0 80 is how U+0000 is kept', () => {
  expect(writeJson(decodeText(Buffer.from('a\xc0\x80b\xc3\xc0\x80\xc0', 'latin1')))).toBe(
    '"a\\u0000b\\uFFFD\\u0000\\uFFFD"',
  )
})

test('doubles are printed as asked for, at every level', () => {
  const value = new Map([['a', [0.1, new Map([['b', 1e22]])]]])
  expect(writeJson(value)).toBe('{"a": [0.1, {"b": 10000000000000000000000}]}')
  expect(writeJson(value, 'g')).toBe('{"a": [0.10000000000000001, {"b": 1e+22}]}')
})

test('millions of bytes that are no character are written', () => {
  const count = 4_000_000
  expect(writeJson(decodeText(Buffer.alloc(count, 0x80)))).toBe(`"${'\\uFFFD'.repeat(count)}"`)
})
