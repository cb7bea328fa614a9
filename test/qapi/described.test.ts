import { expect, test } from 'vitest'
import { described } from '../../src/qapi/described.js'
import { q } from '../../src/qapi/descriptor.js'

test('what the descriptor does not have is not there, at any depth, and neither is what is undefined', () => {
  const type = q.list(q.struct('Outer', { a: q.int, b: q.optional(q.struct('Inner', { c: q.optional(q.str) })) }))
  const value = [
    { a: 1n, later: true },
    { a: 2n, b: { c: 'x', later: [] } },
    { a: 3n, b: { c: undefined } },
    { a: 4n, b: undefined },
  ]
  expect(described(type, value)).toStrictEqual([{ a: 1n }, { a: 2n, b: { c: 'x' } }, { a: 3n, b: {} }, { a: 4n }])
  expect(described(q.int, 5n)).toBe(5n)
})
