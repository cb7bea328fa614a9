import { expect, test } from 'vitest'
import { decodeExact } from '../../src/trace/exact-json.js'

test.each([
  ['"\\"\\\\"', '"\\'],
  ['"\\\\"', '\\'],
  ['"\\u0022 \\ud800"', '" \ud800'],
])('%s is a string', (text, value) => {
  expect(decodeExact(text)).toBe(value)
})

test.each(['"', '"a', '"\\"', '"\\', "'a'"])('%s is none', text => {
  expect(() => decodeExact(`[${text}`)).toThrow(SyntaxError)
})

test('a string may have millions of escapes', () => {
  const count = 5_000_000
  const value = decodeExact(`["${'\\n'.repeat(count)}"]`) as readonly string[]
  expect(value[0]?.length).toBe(count)
})
