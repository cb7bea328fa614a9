import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { type ArgumentsPattern, fits } from '../../src/faults/arguments-pattern.js'
import type { PlainJson } from '../../src/json/plain.js'

const CASES: readonly (readonly [ArgumentsPattern, PlainJson | undefined, boolean])[] = [
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a*', 'ab', true],
  ['*', '', true],
  ['*', 'two\nlines', true],
  ['a.c', 'abc', false],
  ['1', 1n, false],
  [1, 1n, true],
  [1n, 1, true],
  [1, 1, true],
  [1, 2n, false],
  [0.5, 0.5, true],
  [9007199254740993n, 9007199254740992n, false],
  [1, true, false],
  [1, '1', false],
  [true, true, true],
  [true, 1n, false],
  [false, undefined, false],
  [null, null, true],
  [null, undefined, false],
  [null, {}, false],
  [{}, {}, true],
  [{}, { a: 1n }, true],
  [{}, [], false],
  [{}, 'a', false],
  [{}, undefined, false],
  [{ a: 1 }, { b: 2n, a: 1n }, true],
  [{ a: 1 }, { b: 1n }, false],
  [{ a: { b: 'c*' } }, { a: { b: 'cd', e: null } }, true],
  [{ toString: '*' }, {}, false],
  [[], [], true],
  [[], {}, false],
  [[1, 'a*'], [1n, 'ab'], true],
  [[1], [1n, 2n], false],
  [[1, 2], [1n], false],
  [[{ a: 1 }], [{ a: 1n, b: 2n }], true],
]

test.each(
  CASES.map(([pattern, value, expected]) => [inspect(pattern), inspect(value), expected, pattern, value] as const),
)('%s and %s: %s', (_pattern, _value, expected, pattern, value) => {
  expect(fits(pattern, value)).toBe(expected)
})
