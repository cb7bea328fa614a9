import { describe, expect, test } from 'vitest'
import { MAX_NESTING, MAX_TOKENS } from '../../../src/json/message-size.js'
import { readAs } from '../read.js'

const read = (...chunks: (Buffer | string)[]) => readAs('11.1', ...chunks)
const at = (position: string, fault: string) => `${position}: JSON parse error, ${fault}`
const VALUE = 'expecting value'
const FF = "stray '\udcff'"

describe('a fault is told at once, and nothing more until the message ends', () => {
  const KEY = 'expecting key'

  test.each([
    [']', '1:1', VALUE],
    [':', '1:1', VALUE],
    ['{]', '1:2', KEY],
    ['{1 ', '1:2', KEY],
    ['{true ', '1:2', KEY],
    ['{{', '1:2', KEY],
    ['{[', '1:2', KEY],
    ['{execute:', '1:2', KEY],
    ['{,', '1:2', KEY],
    ['{"a":1,}', '1:8', KEY],
    ['{"a" 1 ', '1:6', "expecting ':'"],
    ['{"a"}', '1:5', "expecting ':'"],
    ['{"a":}', '1:6', VALUE],
    ['{"a":[}', '1:7', VALUE],
    ['{"a":1 "b"', '1:8', "expected ',' or '}'"],
    ['[1 2 ', '1:4', "expected ',' or ']'"],
    ['[,', '1:2', VALUE],
    ['{"a":foo ', '1:6', "invalid keyword 'foo'"],
    ['{"\\x"', '1:2', 'invalid escape sequence in string'],
    ['{"a":"\xff', '1:6', "stray '\"\udcff'"],
    ['[nope, nope, {"b":x}, :,]', '1:2', "invalid keyword 'nope'"],
  ])('%j', (text, position, fault) => {
    expect(read(text)).toEqual([at(position, fault)])
  })

  test('a duplicate key is told where its value is whole', () => {
    expect(read('{"a":1,"a":["b"]')).toEqual([at('1:16', 'duplicate key')])
    expect(read('{"a":1,"\\u0061":"b"')).toEqual([at('1:17', 'duplicate key')])
  })
})

describe('a message ends when braces and brackets are closed, or one that is not open', () => {
  test.each([
    ['{"execute":foo\n}[]', [at('1:12', "invalid keyword 'foo'"), '[]']],
    ['{"arguments"][]', [at('1:13', "expecting ':'"), '[]']],
    ['{"a":[}][]', [at('1:7', VALUE), '[]']],
    ['{"a":[}]}', [at('1:7', VALUE), at('1:9', VALUE)]],
    ['{"a":foo,"b":{"c":}}{}', [at('1:6', "invalid keyword 'foo'"), '{}']],
    ['foo bar ', [at('1:1', "invalid keyword 'foo'"), at('1:5', "invalid keyword 'bar'")]],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test('a bad byte ends it, without a word if a fault has been told', () => {
    expect(read('{"a":[nope, \xff{}')).toEqual([at('1:7', "invalid keyword 'nope'"), '{}'])
    expect(read('{"a":[1, \xff{}')).toEqual([at('1:10', FF), '{}'])
    expect(read('[tru\xff[]')).toEqual([at('1:2', "invalid keyword 'tru'"), '[]'])
    expect(read('[1\xff[]')).toEqual([at('1:4', FF), '[]'])
    expect(read('tru\xff[]')).toEqual([at('1:1', "invalid keyword 'tru'"), at('1:5', FF), '[]'])
    expect(read('{"a":@,"b":1}')).toEqual([
      at('1:6', "stray '@'"),
      at('1:8', VALUE),
      '"b"',
      at('1:11', VALUE),
      '1',
      at('1:14', VALUE),
    ])
  })
})

describe('positions', () => {
  test.each([
    ['every byte is a column', '\t\r\xc3', ['1:3']],
    ['a line feed begins a line', ' \n\n  @', ['3:3']],
    ['what ended a number or keyword is one too far right', '1,', ['1:3']],
    ['unless there is white space', '1 ,', ['1:3']],
    ['so is what ended a number in an array', '[1}', ['1:4']],
    ['so is what ended the skipping', '\xff\xff\xff', ['1:1', '1:3', '1:4']],
    ['so is a brace that ended the skipping', '@@}', ['1:1', '1:4']],
    ['a string is where it begins', '{"exe\xff', ['1:2']],
    ['a string broken by a line feed, too', '"abc\n', ['1:1']],
    ['a bad byte at the start of the line behind is in column 2', '"abc\n\xff', ['1:1', '2:2']],
    ['a number is where it begins, though its end be on the next line', '12\n1.\n', ['2:1']],
  ])('%s', (_, text, positions) => {
    expect(
      read(text, '')
        .filter(line => line !== '1' && line !== '12')
        .map(line => line.split(': ')[0]),
    ).toEqual(positions)
  })

  test('they count on over all lines, those seen before too', () => {
    const line = '{"execute":"guest-ping"}\n'
    const answer = '{"execute": "guest-ping"}'
    expect(read(line, line, ` ${line}`, line + line, '  @', '\n', '\xff')).toEqual([
      ...Array.from({ length: 5 }, () => answer),
      at('6:3', "stray '@'"),
      at('7:1', FF),
    ])
  })

  test('the same wrong line is wrong somewhere else', () => {
    expect(read('foo\n', 'foo\n', 'foo\n')).toEqual(
      ['1:1', '2:1', '3:1'].map(place => at(place, "invalid keyword 'foo'")),
    )
  })

  test('a token cut by the end of a chunk is where it began', () => {
    expect(read(' fo', 'o', ' ', '"a', 'b\n')).toEqual([
      at('1:2', "invalid keyword 'foo'"),
      at('1:6', "stray '\"ab\n'"),
    ])
  })
})

test('a long text is cut after 1023 bytes, within a character if need be', () => {
  const start = 'stray \'"'
  const kept = '€'.repeat((1023 - start.length - 4) / 3)
  expect(read(Buffer.from(`"aa${kept}€€\n`))).toEqual([at('1:1', `${start}aa${kept}\udce2\udc82`)])
})

describe('limits are told without a position, and then nothing more until the message ends', () => {
  test('nesting', () => {
    const nested = '['.repeat(MAX_NESTING) + ']'.repeat(MAX_NESTING)
    expect(read(nested)).toEqual([nested])
    const tooDeep = '['.repeat(MAX_NESTING + 1)
    expect(read(`${tooDeep}[{}]`)).toEqual(['JSON nesting depth limit exceeded'])
    expect(read(`${tooDeep}${']'.repeat(MAX_NESTING + 1)}{}`)).toEqual(['JSON nesting depth limit exceeded', '{}'])
    expect(read(`${tooDeep}\xff{}`)).toEqual(['JSON nesting depth limit exceeded', '{}'])
  })

  test('tokens', () => {
    expect(read(`[${'1,'.repeat(MAX_TOKENS / 2)}{}]{}`)).toEqual(['JSON token count limit exceeded', '{}'])
  })
})
