import { describe, expect, test } from 'vitest'
import { isJsonObject } from '../../src/json/value.js'
import { q } from '../../src/qapi/descriptor.js'
import { valueNotAccepted } from '../../src/qapi/errors.js'
import { readArguments } from '../../src/qapi/read-arguments.js'
import { looseJson } from '../../src/qapi/to-json.js'

const Key = q.union('Key', 'type', {
  number: { data: q.int },
  name: { data: q.str, shift: q.optional(q.bool) },
  none: {},
})
const args = q.struct('', {
  key: q.optional(Key),
  modes: q.optional(q.list(q.enum('Mode', ['a', 'b']))),
  value: q.optional(q.any),
})

function read(given: object): unknown {
  const json = looseJson(given)
  try {
    return isJsonObject(json) ? readArguments(args, json, valueNotAccepted) : undefined
  } catch (error) {
    return (error as Error).message
  }
}

describe('a union', () => {
  test('has the members that its tag says', () => {
    expect(read({ key: { type: 'number', data: 30 } })).toEqual({ key: { type: 'number', data: 30n } })
    expect(read({ key: { data: 'ret', type: 'name' } })).toEqual({ key: { type: 'name', data: 'ret' } })
    expect(read({ key: { type: 'none' } })).toEqual({ key: { type: 'none' } })
  })

  test.each([
    [1, "Invalid parameter type for 'key', expected: object"],
    [{}, "Parameter 'key.type' is missing"],
    [{ type: 1 }, "Invalid parameter type for 'key.type', expected: string"],
    [{ type: 'zz', data: 1 }, "Parameter 'type' does not accept value 'zz'"],
    [{ type: 'number' }, "Parameter 'key.data' is missing"],
    [{ type: 'number', data: 'a' }, "Invalid parameter type for 'key.data', expected: integer"],
    [{ type: 'number', data: 1, shift: true }, "Parameter 'key.shift' is unexpected"],
  ])('of %o is refused', (key, failure) => {
    expect(read({ key })).toBe(failure)
  })
})

test('an element of a list has no name', () => {
  expect(read({ modes: ['a', 'zz'] })).toBe("Parameter 'null' does not accept value 'zz'")
})

test('whatever it is, it is taken', () => {
  for (const value of [null, true, 'x', 1, [1], { a: 1 }]) expect(read({ value })).toEqual({ value: looseJson(value) })
})
