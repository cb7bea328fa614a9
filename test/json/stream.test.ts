import { expect, test } from 'vitest'
import { JsonStream, type Message } from '../../src/json/stream.js'
import { readAs } from './read.js'

test('a line seen before means the same again, in every dialect', () => {
  const line = '{"execute":"guest-ping"}\n'
  for (const syntax of ['2.11', '5.2', '11.1'] as const) {
    const ends: number[] = []
    const messages: Message[] = []
    const stream = new JsonStream((message, end) => {
      messages.push(message)
      ends.push(end)
    }, syntax)
    stream.feed(Buffer.from(line.repeat(3)))
    expect(ends).toEqual([line.length - 1, 2 * line.length - 1, 3 * line.length - 1])
    expect(messages).toEqual(Array.from({ length: 3 }, () => ({ value: new Map([['execute', 'guest-ping']]) })))
  }
})

test('half a message changes what a line seen before means', () => {
  const line = '{"a":1}\n'
  expect(readAs('5.2', line, '[', line, line, ']')).toEqual([
    '{"a": 1}',
    'JSON parse error, expected separator in list',
  ])
  expect(readAs('5.2', line, '@', line, line)).toEqual([
    '{"a": 1}',
    "JSON parse error, stray '@'",
    '{"a": 1}',
    '{"a": 1}',
  ])
  expect(readAs('11.1', line, '[nope,', line, ']', line)).toEqual([
    '{"a": 1}',
    "2:2: JSON parse error, invalid keyword 'nope'",
    '{"a": 1}',
  ])
})
