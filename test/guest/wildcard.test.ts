import { expect, test } from 'vitest'
import { wildcard } from '../../src/guest/wildcard.js'

test.each([
  ['guest-*', 'guest-ping', true],
  ['guest-*', 'guest-', true],
  ['guest-*', 'a guest-ping', false],
  ['*', '', true],
  ['*', 'a\nb', true],
  ['a.c', 'abc', false],
  ['a.c', 'a.c', true],
  ['(*)[$]', '(x)[$]', true],
])('%j fits %j: %j', (pattern, text, expected) => {
  expect(wildcard(pattern).test(text)).toBe(expected)
  expect(wildcard(pattern).test(text)).toBe(expected)
})

test('a pattern is made once, and those of a thousand others are right too', () => {
  expect(wildcard('guest-file-*')).toBe(wildcard('guest-file-*'))
  for (let count = 0; count < 1000; count++) expect(wildcard(`${count}-*`).test(`${count}-x`)).toBe(true)
  expect(wildcard('guest-file-*').test('guest-file-open')).toBe(true)
})
