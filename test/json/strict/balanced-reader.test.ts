import { describe, expect, test } from 'vitest'
import { MAX_TOKEN_BYTES } from '../../../src/json/lexer.js'
import { MAX_NESTING, MAX_TOKENS } from '../../../src/json/message-size.js'
import { readAs } from '../read.js'

const read = (...chunks: (Buffer | string)[]) => readAs('5.2', ...chunks)
const error = (fault: string) => `JSON parse error, ${fault}`
const VALUE = error('expecting value')

describe('the first fault in the order of the tokens is told', () => {
  const KEY = 'key is not a string in object'
  const VALUE = 'expecting value'

  test.each([
    [']', VALUE],
    ['}', VALUE],
    [',', VALUE],
    [':', VALUE],
    ['[}', VALUE],
    ['{]', VALUE],
    ['{1:1}', KEY],
    ['{true:1}', KEY],
    ['{null:1}', KEY],
    ['{{}:1}', KEY],
    ['{[1]:1}', KEY],
    ['{{"a":foo}:1}', "invalid keyword 'foo'"],
    ['{execute:1}', "invalid keyword 'execute'"],
    ['{,}', VALUE],
    ['{"a":1,}', VALUE],
    ['{"a" 1}', 'missing : in object pair'],
    ['{"a"}', 'missing : in object pair'],
    ['{"a":}', VALUE],
    ['{"a":1 "b":2}', 'expected separator in dict'],
    ['{"a":1]', 'expected separator in dict'],
    ['[1 2]', 'expected separator in list'],
    ['[1}', 'expected separator in list'],
    ['[1,]', VALUE],
    ['[,1]', VALUE],
    ['{"a":1,"b":2,"\\u0061":3}', 'duplicate key'],
    ['{"a":1,"a":foo}', "invalid keyword 'foo'"],
    ['{"a":foo,"a":1}', "invalid keyword 'foo'"],
    ['[{"a":foo}, bar]', "invalid keyword 'foo'"],
    ['["\\x"]', 'invalid escape sequence in string'],
    ['{"\\x":1}', 'invalid escape sequence in string'],
    // No value is expected there, so its meaning is nobody's business.
    ['[1 "\\x"]', 'expected separator in list'],
    ['{"a" "\\x"}', 'missing : in object pair'],
    ['foo ', "invalid keyword 'foo'"],
  ])('%j', (text, fault) => {
    expect(read(text)).toEqual([error(fault)])
  })
})

describe('a message ends when braces and brackets, counted apart, balance', () => {
  test.each([
    ['', []],
    [' \t\r\n', []],
    ['{}{}[]', ['{}', '{}', '[]']],
    ['{"execute":foo', []],
    ['{"a":[}', []],
    ['{"a":[}]', [VALUE]],
    ['{"a":[}]}', [VALUE, VALUE]],
    ['{"a":1}}', ['{"a": 1}', VALUE]],
    ['[nope, {"b":x}, :,]', [error("invalid keyword 'nope'")]],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('a bad byte drops everything, and the rest is a message of its own', () => {
  test.each([
    ['{"a":@,"b":1}', [error("stray '@'"), VALUE, '"b"', VALUE, '1', VALUE]],
    ['{"a":[nope, \xff{}', [error("stray '\udcff'"), '{}']],
    ['[tru\xff[]', [error("stray '\udcff'"), '[]']],
    ['{"execute":"gue\xff{}', [error("stray '\"gue\udcff'"), '{}']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

test('a long text is cut after 1023 bytes, the prefix not counted', () => {
  const start = "invalid keyword '"
  expect(read(`${'x'.repeat(1100)} `)).toEqual([error(`${start}${'x'.repeat(1023 - start.length)}`)])
})

describe('past a limit everything is dropped, and the rest is a message of its own', () => {
  const NESTING = 'JSON nesting depth limit exceeded'
  const COUNT = 'JSON token count limit exceeded'
  const SIZE = 'JSON token size limit exceeded'

  test('1024 open braces and brackets are allowed', () => {
    const nested = '['.repeat(MAX_NESTING) + ']'.repeat(MAX_NESTING)
    expect(read(nested)).toEqual([nested])
    expect(read(`${'['.repeat(MAX_NESTING + 1)}]]]`)).toEqual([NESTING, VALUE, VALUE, VALUE])
    expect(read('{"a":['.repeat(MAX_NESTING / 2))).toEqual([])
    expect(read(`${'{"a":['.repeat(MAX_NESTING / 2)}{`)).toEqual([NESTING])
  })

  test('2^21 tokens are allowed, the one that closes included', () => {
    // The bracket is one token, every `1,` two.
    const tokens = (count: number) => `[${'1,'.repeat((count - 2) / 2)}1`
    expect(read(`${tokens(MAX_TOKENS - 2)} 1]`)).toEqual([error('expected separator in list')])
    expect(read(`${tokens(MAX_TOKENS)}]]`)).toEqual([COUNT, VALUE])
  })

  test('the tokens may take 64 MiB - 1 bytes, the one that closes included', () => {
    const [head, tail] = ['["', '"]']
    const text = (size: number) => Buffer.alloc(size - 4, 'x')
    expect(read(' ', head, text(MAX_TOKEN_BYTES - 1), '" \t]')[0]?.length).toBe(MAX_TOKEN_BYTES - 1)
    expect(read(head, text(MAX_TOKEN_BYTES), tail)).toEqual([SIZE])
    expect(read(head, text(MAX_TOKEN_BYTES + 1), tail)).toEqual([SIZE, VALUE])
  })

  test('a token is cut when it takes more than 64 MiB, and what follows is read afresh', () => {
    const text = Buffer.alloc(MAX_TOKEN_BYTES, 'x')
    expect(read('["', text, 'xy"\n')).toEqual([SIZE, error("invalid keyword 'xy'"), error("stray '\"\n'")])
  })

  test('what is skipped has no limit', () => {
    expect(read('@', Buffer.alloc(MAX_TOKEN_BYTES + 2, 'x'), '\n{}')).toEqual([error("stray '@'"), '{}'])
  })
})
