import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeJson } from '../../src/json/write.js'
import { alikeInShape, sameShape, shapeOf } from './shape.js'

const shape = (reply: string, version = '7.2.22') => shapeOf(Buffer.from(reply, 'latin1'), version)

test.each([
  ['numbers', '{"return": 1}\n', '{"return": 18446744073709551615}\n'],
  ['texts', '{"return": "a"}\n', '{"return": "\\u00E9"}\n'],
  ['how many of a kind there are in a list', '{"return": [1, 2, 3]}\n', '{"return": [4]}\n'],
  ['the order in a list', '{"return": [1, "a"]}\n', '{"return": ["b", 2]}\n'],
])('%s are no part of it', (_, one, other) => {
  expect(sameShape(shape(one), shape(other))).toBe(true)
  expect(shape(one)).not.toBe(one)
})

test.each([
  ['the type of a value', '{"return": 1}\n', '{"return": "1"}\n'],
  ['whether a number is a double', '{"return": 1}\n', '{"return": 1.5}\n'],
  ['a name', '{"return": {"zone": 1}}\n', '{"return": {"zones": 1}}\n'],
  ['a member', '{"return": {"offset": 0, "zone": "UTC"}}\n', '{"return": {"offset": 0}}\n'],
  ['a list without elements', '{"return": []}\n', '{"return": [1]}\n'],
  ['the second element of a list', '{"return": [1, {"a": 1}]}\n', '{"return": [1, {"b": 1}]}\n'],
  ['an element that is like no other', '{"return": [1, 2]}\n', '{"return": [1, 2, null]}\n'],
  ['a blank', '{"return": 1}\n', '{"return":1}\n'],
  ['the end of the line', '{"return": 1}\n', '{"return": 1}'],
  ['an escape', '{"return": "/"}\n', '{"return": "\\/"}\n'],
  ['the digits of a double', '{"return": 0.10000000000000001}\n', '{"return": 0.1}\n'],
  ['the order of members', '{"return": {"zone": "UTC", "offset": 0}}\n', '{"return": {"offset": 0, "zone": "UTC"}}\n'],
])('%s is part of it', (_, one, other) => {
  expect(sameShape(shape(one), shape(other))).toBe(false)
})

test.each([
  ['a list without elements', '{"return": []}\n', '{"return": [1]}\n'],
  ['an element that is like no other', '{"return": [1, 2]}\n', '{"return": [1, 2, null]}\n'],
  ['a list in a list', '{"return": [{"a": [1]}]}\n', '{"return": [{"a": [1, null]}, "b"]}\n'],
])('%s is what one machine has and another has not', (_, one, other) => {
  expect(alikeInShape(shape(one), shape(other))).toBe(true)
  expect(alikeInShape(shape(other), shape(one))).toBe(true)
})

test.each([
  ['other elements', '{"return": [1, null]}\n', '{"return": [1, "a"]}\n'],
  ['a member', '{"return": {"offset": 0, "zone": "UTC"}}\n', '{"return": {"offset": 0}}\n'],
  ['another member', '{"return": {"offset": 0}}\n', '{"return": {"offer": 0}}\n'],
  ['a list instead of an object', '{"return": []}\n', '{"return": {}}\n'],
  ['a type', '{"return": 1}\n', '{"return": "1"}\n'],
])('%s is no matter of the machine', (_, one, other) => {
  expect(alikeInShape(shape(one), shape(other))).toBe(false)
  expect(alikeInShape(shape(other), shape(one))).toBe(false)
})

test('what is no reply is its own shape', () => {
  for (const text of ['{"return": ', 'nonsense\n', '{"return": 1} \n']) expect(shape(text)).toBe(text)
})

test('doubles are written as the version writes them', () => {
  expect(shape('{"return": 0.1}\n', '2.11.0')).toEqual(shape('{"return": 0.10000000000000001}\n', '7.2.22'))
  expect(shape('{"return": 0.10000000000000001}\n', '2.11.0')).toBe('{"return": 0.10000000000000001}\n')
})

test('whatever mockvm writes is written as it should be', () => {
  const members = fc.dictionary(fc.string(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }))
  fc.assert(
    fc.property(members, values => {
      const reply = `${writeJson(new Map([['return', new Map(Object.entries(values))]]))}\n`
      expect(shape(reply)).not.toBe(reply)
    }),
  )
})
