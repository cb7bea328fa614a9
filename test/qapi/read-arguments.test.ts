import { describe, expect, test } from 'vitest'
import { parseJson } from '../../src/json/parse.js'
import type { JsonObject } from '../../src/json/value.js'
import { q } from '../../src/qapi/descriptor.js'
import { invalidParameter, QapiError } from '../../src/qapi/errors.js'
import { readArguments } from '../../src/qapi/read-arguments.js'

const Whence = q.enum('Whence', ['set', 'cur'])
const Cpu = q.struct('Cpu', { 'logical-id': q.int, online: q.bool, note: q.optional(q.str) })

const descriptor = q.struct('', {
  int: q.optional(q.int),
  uint: q.optional(q.uint64),
  number: q.optional(q.number),
  bool: q.optional(q.bool),
  str: q.optional(q.str),
  enum: q.optional(Whence),
  alternate: q.optional(q.alternate('GuestWhence', q.int, Whence)),
  list: q.optional(q.list(q.str)),
  struct: q.optional(Cpu),
  cpus: q.optional(q.list(Cpu)),
})

function read(json: string): unknown {
  return readArguments(descriptor, parseJson(json) as JsonObject, (_member, value) => invalidParameter(value))
}

function refusal(json: string): string {
  try {
    read(json)
  } catch (error) {
    if (error instanceof QapiError && error.class === 'GenericError') return error.desc
    throw error
  }
  throw new Error('nothing was refused')
}

describe('values', () => {
  test.each([
    ['{}', {}],
    ['{"int": -9223372036854775808}', { int: -(2n ** 63n) }],
    ['{"int": 9223372036854775807}', { int: 2n ** 63n - 1n }],
    ['{"uint": 18446744073709551615}', { uint: 2n ** 64n - 1n }],
    ['{"uint": -1}', { uint: 2n ** 64n - 1n }],
    ['{"number": 1}', { number: 1 }],
    ['{"number": 0.5}', { number: 0.5 }],
    ['{"bool": true}', { bool: true }],
    ['{"str": ""}', { str: '' }],
    ['{"enum": "cur"}', { enum: 'cur' }],
    ['{"alternate": "set"}', { alternate: 'set' }],
    ['{"alternate": 7}', { alternate: 7n }],
    ['{"list": []}', { list: [] }],
    ['{"struct": {"online": false, "logical-id": 1}}', { struct: { 'logical-id': 1n, online: false } }],
    [
      '{"cpus": [{"online": true, "logical-id": 0, "note": "x"}]}',
      { cpus: [{ 'logical-id': 0n, online: true, note: 'x' }] },
    ],
  ])('%s', (json, value) => {
    expect(read(json)).toEqual(value)
  })
})

describe('what is wrong', () => {
  test.each([
    ['{"int": "1"}', "Invalid parameter type for 'int', expected: integer"],
    ['{"int": null}', "Invalid parameter type for 'int', expected: integer"],
    ['{"int": 1.0}', "Invalid parameter type for 'int', expected: integer"],
    ['{"int": 1e3}', "Invalid parameter type for 'int', expected: integer"],
    ['{"int": 9223372036854775808}', "Invalid parameter type for 'int', expected: integer"],
    ['{"int": -9223372036854775809}', "Invalid parameter type for 'int', expected: integer"],
    ['{"uint": "1"}', "Parameter 'uint' expects uint64"],
    ['{"uint": 1.5}', "Parameter 'uint' expects uint64"],
    ['{"uint": 18446744073709551616}', "Parameter 'uint' expects uint64"],
    ['{"number": "1"}', "Invalid parameter type for 'number', expected: number"],
    ['{"bool": 1}', "Invalid parameter type for 'bool', expected: boolean"],
    ['{"bool": "true"}', "Invalid parameter type for 'bool', expected: boolean"],
    ['{"str": 1}', "Invalid parameter type for 'str', expected: string"],
    ['{"str": null}', "Invalid parameter type for 'str', expected: string"],
    ['{"enum": 1}', "Invalid parameter type for 'enum', expected: string"],
    // In 2.11 it is the value that the text shows.
    ['{"enum": "SET"}', "Invalid parameter 'SET'"],
    ['{"enum": ""}', "Invalid parameter ''"],
    ['{"alternate": "x"}', "Invalid parameter 'x'"],
    ['{"alternate": true}', "Invalid parameter type for 'alternate', expected: GuestWhence"],
    ['{"alternate": null}', "Invalid parameter type for 'alternate', expected: GuestWhence"],
    ['{"alternate": []}', "Invalid parameter type for 'alternate', expected: GuestWhence"],
    ['{"alternate": {}}', "Invalid parameter type for 'alternate', expected: GuestWhence"],
    ['{"alternate": 1.5}', "Invalid parameter type for 'alternate', expected: integer"],
    ['{"alternate": 9223372036854775808}', "Invalid parameter type for 'alternate', expected: integer"],
    ['{"list": {}}', "Invalid parameter type for 'list', expected: array"],
    ['{"list": "x"}', "Invalid parameter type for 'list', expected: array"],
    ['{"list": ["a", 1]}', "Invalid parameter type for 'list[1]', expected: string"],
    ['{"struct": []}', "Invalid parameter type for 'struct', expected: object"],
    ['{"struct": {}}', "Parameter 'struct.logical-id' is missing"],
    ['{"struct": {"logical-id": 1}}', "Parameter 'struct.online' is missing"],
    ['{"cpus": [1]}', "Invalid parameter type for 'cpus[0]', expected: object"],
    ['{"cpus": [{"logical-id": 1, "online": 1}]}', "Invalid parameter type for 'cpus[0].online', expected: boolean"],
    ['{"cpus": [{"logical-id": 1, "online": true, "foo": 1}]}', "Parameter 'cpus[0].foo' is unexpected"],
    ['{"foo": 1}', "Parameter 'foo' is unexpected"],
    ['{"Int": 1}', "Parameter 'Int' is unexpected"],
    ['{"int": 1, "x": 1, "y": 2}', "Parameter 'y' is unexpected"],
    ['{"ccc": 1, "bbb": 2, "aaa": 3}', "Parameter 'bbb' is unexpected"],
  ])('%s', (json, text) => {
    expect(refusal(json)).toBe(text)
  })
})

describe('the order of the checks', () => {
  test('parameters are read in schema order, whatever order they came in', () => {
    expect(refusal('{"str": 1, "bool": 1, "int": "x"}')).toBe("Invalid parameter type for 'int', expected: integer")
  })

  test('what is unexpected is told after all that was expected', () => {
    expect(refusal('{"foo": 1, "cpus": 1}')).toBe("Invalid parameter type for 'cpus', expected: array")
  })

  test('what is left over of a struct is told before the parameters that follow it', () => {
    const json = '{"struct": {"logical-id": 1, "online": true, "foo": 1}, "cpus": 1}'
    expect(refusal(json)).toBe("Parameter 'struct.foo' is unexpected")
  })

  test('elements of a list are read in order, each to its end', () => {
    const json = '{"cpus": [{"logical-id": 1, "online": true, "foo": 1}, 2]}'
    expect(refusal(json)).toBe("Parameter 'cpus[0].foo' is unexpected")
  })
})
