import { expect, test } from 'vitest'
import { parseJson } from '../../src/json/parse.js'

test.each([
  ['9007199254740993', 9007199254740993n],
  ['-0.5', -0.5],
  ['"é"', 'é'],
  ['true', true],
  ['[1]', [1n]],
  ['{"a": null}', new Map([['a', null]])],
])('%s is a value', (text, value) => {
  expect(parseJson(text)).toEqual(value)
})

test.each([
  ['', 'expected a JSON value, got an incomplete one'],
  ['{"a":', 'expected a JSON value, got an incomplete one'],
  ['{"a" 1}', 'JSON parse error, missing : in object pair'],
  ['@', 'expected a JSON value, got a character that fits nowhere'],
  ['1 2', 'expected one JSON value, got more'],
])('%j is none', (text, message) => {
  expect(() => parseJson(text)).toThrow(new SyntaxError(message))
})
