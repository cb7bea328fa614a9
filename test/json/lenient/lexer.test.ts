import { describe, expect, test } from 'vitest'
import { JsonStream } from '../../../src/json/stream.js'
import { NO_TEXT, read } from '../read.js'

const errors = (count: number) => Array.from({ length: count }, () => NO_TEXT)

describe('a bad byte is an error of its own, and the next one is read afresh', () => {
  test.each([
    ['PING', errors(4)],
    ['\xff', errors(1)],
    ['\xfe\x80', errors(2)],
    ['\xff\xff\xff\n', errors(3)],
    ['\xef\xbb\xbf[]', [...errors(3), '[]']],
    ['\f\v\0\x7f', errors(4)],
    ['# 1\n', [NO_TEXT, '1']],
    ['+1\n', [NO_TEXT, '1']],
    ['.5\n', [NO_TEXT, '5']],
    ['[\xff]', [NO_TEXT, 'JSON parse error, expecting value']],
    ['"a\xff"', [NO_TEXT]],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('numbers', () => {
  test.each([
    ['12', []],
    ['12\n', ['12']],
    ['-0 ', ['0']],
    ['1[]', ['1', '[]']],
    ['0e1 ', ['0', "JSON parse error, invalid keyword 'e'", '1']],
    ['0.5e1 ', ['5']],
    ['1E+2 ', ['100']],
    ['1e-2 ', ['0.01']],
    ['01 ', [NO_TEXT]],
    ['-01 ', [NO_TEXT]],
    ['- ', [NO_TEXT]],
    // A number that is broken off swallows the byte that broke it, even a brace.
    ['1.}', [NO_TEXT]],
    ['1e} ', [NO_TEXT]],
    ['1e+} ', [NO_TEXT]],
    // A byte from 0x80 on takes the number before it along.
    ['12\xff', [NO_TEXT]],
    ['12\xc3\xa9', errors(2)],
    ['1_000 ', ['1', NO_TEXT, NO_TEXT, '0']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('keywords', () => {
  test.each([
    ['true', []],
    ['true\n', ['true']],
    ['null,', ['null', 'JSON parse error, expecting value']],
    ['false1 ', ['false', '1']],
    ['truefalse ', ["JSON parse error, invalid keyword 'truefalse'"]],
    ['tru\xff', [NO_TEXT]],
    ['True ', [NO_TEXT, "JSON parse error, invalid keyword 'rue'"]],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('strings', () => {
  test.each([
    [`"a'b"`, [`"a'b"`]],
    [`'a"b'`, ['"a\\"b"']],
    ['"\\b\\f\\n\\r\\t\\/\\\\\\\'\\""', ['"\\b\\f\\n\\r\\t/\\\\\'\\""']],
    // Control characters may stand raw, NUL may not.
    ['"a\x01\t\n\x1f\x7f"', ['"a\\u0001\\t\\n\\u001F\\u007F"']],
    ['"a\0b ', [NO_TEXT, "JSON parse error, invalid keyword 'b'"]],
    ['"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"', ['"\\u00E9\\u20AC\\uD83D\\uDE00"']],
    // No check of UTF-8: what it is not is kept, and shows as U+FFFD.
    ['"\x80"', ['"\\uFFFD"']],
    ['"\xc3"', ['"\\uFFFD"']],
    ['"\xf4\x90\x80\x80"', ['"\\uFFFD"']],
    ['"\xc0 ', [NO_TEXT]],
    ['"\xc1 ', [NO_TEXT]],
    ['"\xf5 ', [NO_TEXT]],
    // The broken string is gone, and its closing quote opens another one.
    ['"\\x"', [NO_TEXT]],
    ['"\\a"1', [NO_TEXT]],
    ['"\\u004"1', [NO_TEXT]],
    ['"\\u00g0 ', [NO_TEXT, '0']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test.each([
    ['A', '\\u0041'],
    ['\\u00E9', '\\u00e9'],
    ['\\u20AC', '\\u20AC'],
    ['', '\\u0000'],
    ['ab', 'a\\u0000b'],
    ['\\u001F', '\\u001f'],
    // Each half of a pair is stored for itself, as three bytes that are no UTF-8.
    ['\\uFFFD\\uFFFD', '\\ud83d\\ude00'],
    ['\\uFFFD', '\\ud83d'],
    ['\\uFFFDA', '\\ud83dA'],
  ])('%j is what is read of %j', (expected, text) => {
    expect(read(`"${text}"`)).toEqual([`"${expected}"`])
  })
})

describe('format directives of QEMU are tokens without a value', () => {
  test.each(['%d', '%i', '%p', '%s', '%u', '%f', '%ld', '%lu', '%lld', '%llu', '%I64d', '%I64u'])('%j', directive => {
    expect(read(directive)).toEqual([NO_TEXT])
    expect(read(`[${directive}]`)).toEqual(['JSON parse error, expecting value'])
  })

  test.each([
    ['%x', errors(1)],
    ['%lx', errors(1)],
    ['%I6 ', errors(1)],
    ['%%', errors(1)],
  ])('%j is none', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

test('a token may be cut anywhere', () => {
  const text = '{"k\\u00e9y": [-12.5e+3, true, \'\xc3\xa9\', 9223372036854775807]}'
  const whole = ['{"k\\u00E9y": [-12500, true, "\\u00E9", 9223372036854775807]}']
  expect(read(text)).toEqual(whole)
  expect(read(...text)).toEqual(whole)
  for (let at = 1; at < text.length; at++) expect(read(text.slice(0, at), text.slice(at))).toEqual(whole)
})

test('a chunk may be used again by who fed it', () => {
  const seen: unknown[] = []
  const stream = new JsonStream(message => seen.push(message))
  const chunk = Buffer.from('"abc')
  stream.feed(chunk)
  chunk.fill('x')
  stream.feed(Buffer.from('"'))
  expect(seen).toEqual([{ value: 'abc' }])
})
