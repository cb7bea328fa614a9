import { describe, expect, test } from 'vitest'
import { writeJson } from '../../src/json/write.js'
import { q } from '../../src/qapi/descriptor.js'
import { looseJson, toJson } from '../../src/qapi/to-json.js'

const Point = q.struct('Point', { x: q.int, y: q.optional(q.int), weight: q.optional(q.number) })

describe('what a command returns', () => {
  test.each([
    [q.int, 5n, '5'],
    [q.int, 5, '5'],
    [q.number, 5, '5'],
    [q.number, 0.5, '0.5'],
    [Point, { x: 1n }, '{"x": 1}'],
    [Point, { x: 1, y: undefined, weight: 2 }, '{"x": 1, "weight": 2}'],
    [q.list(Point), [{ x: 1n }, { x: 2n }], '[{"x": 1}, {"x": 2}]'],
  ])('%o', (descriptor, value, json) => {
    expect(writeJson(toJson(descriptor, value))).toBe(json)
  })

  test('a number of a descriptor that wants a double stays one, even when it is whole', () => {
    expect(toJson(q.number, 5)).toBe(5)
    expect(toJson(q.int, 5)).toBe(5n)
  })
})

test('what a caller passes goes on the wire as it is, unknown members too', () => {
  const args = { y: 2, x: 1, foo: [true, { bar: null, baz: undefined }], nothing: undefined }
  expect(looseJson(args)).toEqual(
    new Map<string, unknown>([
      ['y', 2n],
      ['x', 1n],
      ['foo', [true, new Map([['bar', null]])]],
    ]),
  )
})

test('any plain value becomes JSON', () => {
  const map = new Map([['a', 1n]])
  expect(looseJson([1, 1.5, 2n, 'x', false, null, { a: 1 }, map])).toEqual([1n, 1.5, 2n, 'x', false, null, map, map])
})

test('what JSON can not hold is refused', () => {
  expect(() => looseJson(() => {})).toThrow(new TypeError('expected a value that JSON can hold, got function'))
})
