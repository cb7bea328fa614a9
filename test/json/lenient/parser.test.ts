import { describe, expect, test } from 'vitest'
import { NO_TEXT, read } from '../read.js'

const KEY = 'key is not a string in object'
const VALUE = 'expecting value'

describe('the last error found while unwinding is told', () => {
  test.each([
    [']', VALUE],
    ['}', VALUE],
    [',', VALUE],
    [':', VALUE],
    ['[}', VALUE],
    ['{]', KEY],
    ['{1:1}', KEY],
    ['{true:1}', KEY],
    ['{null:1}', KEY],
    ['{{}:1}', KEY],
    ['{[]:1}', KEY],
    ['{execute:1}', KEY],
    ['{,}', KEY],
    ['{"a":1,}', KEY],
    ['{"a" 1}', 'missing : in object pair'],
    ['{"a"}', 'missing : in object pair'],
    ['{"a":}', 'Missing value in dict'],
    ['{"a":foo}', 'Missing value in dict'],
    ['{"a":[1 2]}', 'Missing value in dict'],
    ['{"a":%d}', 'Missing value in dict'],
    ['{"a":1 "b":2}', 'expected separator in dict'],
    ['{"a":1]', 'expected separator in dict'],
    ['[1 2]', 'expected separator in list'],
    ['[1}', 'expected separator in list'],
    ['[1,]', VALUE],
    ['[,1]', VALUE],
    ['[foo]', VALUE],
    ['[[1 2]]', VALUE],
    ['[{"a":foo}]', VALUE],
    ['foo ', "invalid keyword 'foo'"],
    ['nan ', "invalid keyword 'nan'"],
  ])('%j', (text, error) => {
    expect(read(text)).toEqual([`JSON parse error, ${error}`])
  })
})

test('a format directive alone fails without a text', () => {
  expect(read('%d')).toEqual([NO_TEXT])
})

test('of equal keys the last one wins', () => {
  expect(read('{"a":1,"b":2,"\\u0061":3}')).toEqual(['{"a": 3, "b": 2}'])
})

test('a key may be empty, and anything that a string may be', () => {
  expect(read('{"":1,"\\n":2}')).toEqual(['{"": 1, "\\n": 2}'])
})

test('a long text is cut after 1023 bytes, the prefix not counted', () => {
  const start = "invalid keyword '"
  const [error = ''] = read(`${'x'.repeat(1100)} `)
  expect(error).toBe(`JSON parse error, ${start}${'x'.repeat(1023 - start.length)}`)
})
