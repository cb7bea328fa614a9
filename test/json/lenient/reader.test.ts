import { describe, expect, test } from 'vitest'
import { MAX_TOKEN_BYTES } from '../../../src/json/lexer.js'
import { MAX_NESTING, MAX_TOKENS } from '../../../src/json/message-size.js'
import { JsonStream } from '../../../src/json/stream.js'
import { NO_TEXT, read } from '../read.js'

const VALUE = 'JSON parse error, expecting value'

describe('where a message ends', () => {
  test.each([
    ['', []],
    [' \t\r\n', []],
    ['{}{}[]', ['{}', '{}', '[]']],
    ['{"a":{}', []],
    // Braces and brackets are counted apart.
    ['{"a":[}', []],
    ['{"a":[}]', ['JSON parse error, Missing value in dict']],
    ['{"a":1}}', ['{"a": 1}', VALUE]],
    ['[}]', [VALUE, VALUE]],
    // After a bad byte everything collected is gone, and the rest is a message of its own.
    ['{"a":@,"b":1}', [NO_TEXT, VALUE, '"b"', VALUE, '1', VALUE]],
    ['{"a":[\xff{}', [NO_TEXT, '{}']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('limits', () => {
  const open = (depth: number) => '['.repeat(depth)
  const close = (depth: number) => ']'.repeat(depth)

  test('1024 open braces and brackets are allowed, the next one fails at once', () => {
    const nested = open(MAX_NESTING) + close(MAX_NESTING)
    expect(read(nested)).toEqual([nested])
    expect(read(open(MAX_NESTING + 1))).toEqual([NO_TEXT])
    expect(read(`${open(MAX_NESTING + 1)}${close(3)}`)).toEqual([NO_TEXT, VALUE, VALUE, VALUE])
    expect(read('{"a":['.repeat(MAX_NESTING / 2))).toEqual([])
    expect(read(`${'{"a":['.repeat(MAX_NESTING / 2)}{`)).toEqual([NO_TEXT])
  })

  test('2^21 tokens are allowed while the message is open, the next one fails at once', () => {
    // The bracket is one token, every `1,` two.
    const tokens = (count: number) => `[${'1,'.repeat((count - 2) / 2)}1`
    expect(read(`${tokens(MAX_TOKENS)}]`)[0]?.length).toBe(1 + 3 * (MAX_TOKENS / 2 - 1) + 2)
    expect(read(`${tokens(MAX_TOKENS)},`)).toEqual([NO_TEXT])
  })

  test('the tokens of an open message may take 64 MiB - 1 bytes', () => {
    const [head, tail] = [Buffer.from('["'), Buffer.from('"]')]
    // The bracket and the quotes count; a blank does not, nor does what closes the message.
    const text = (size: number) => Buffer.alloc(size - 3, 'x')
    expect(read(head, text(MAX_TOKEN_BYTES - 1), tail)[0]?.length).toBe(MAX_TOKEN_BYTES)
    expect(read(' ', head, text(MAX_TOKEN_BYTES), tail)).toEqual([NO_TEXT, VALUE])
  })

  test('a token may take 64 MiB, with the next byte it is cut', () => {
    const quote = Buffer.from('"')
    const text = Buffer.alloc(MAX_TOKEN_BYTES - 2, 'x')
    expect(read(quote, text, quote)[0]?.length).toBe(MAX_TOKEN_BYTES)
    // What follows the cut is read afresh: a word.
    expect(read(quote, text, 'xxy ')).toEqual([VALUE, "JSON parse error, invalid keyword 'y'"])
  })
})

test('a snapshot holds half a message, inside a token too', () => {
  const text = '{"a": [1, "b\\u00e9\xc3\xa9", -1.5e3, true], \'c\': null}'
  for (let at = 0; at < text.length; at++) {
    const before = new JsonStream(() => expect.unreachable())
    before.feed(Buffer.from(text.slice(0, at), 'latin1'))
    const snapshot = structuredClone(before.snapshot())
    const seen: unknown[] = []
    const after = new JsonStream(message => seen.push(message))
    after.restore(snapshot)
    after.feed(Buffer.from(text.slice(at), 'latin1'))
    expect(seen).toEqual([
      {
        value: new Map<string, unknown>([
          ['a', [1n, 'b\u00e9\u00e9', -1500, true]],
          ['c', null],
        ]),
      },
    ])
  }
})
