import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { defineCall, ofVm } from '../../../../src/http/proxmox/call.js'
import { PveError } from '../../../../src/http/proxmox/error.js'
import { type Parameter, type Parameters, verify } from '../../../../src/http/proxmox/parameters.js'

const MISSING = 'property is missing and it is not optional'
const UNKNOWN = 'property is not defined in schema and the schema does not allow additional properties'

function errorsOf(parameters: Parameters, given: Record<string, unknown>): unknown {
  let values: unknown
  const errors = fault(() => {
    values = verify(parameters, new Map(Object.entries(given)))
  })
  return values === undefined ? errors : { ok: values }
}

/** What is wrong with which parameter; nothing but that may come. */
function fault(attempt: () => void): Readonly<Record<string, string>> {
  try {
    attempt()
    return {}
  } catch (error) {
    if (!(error instanceof PveError)) throw error
    expect([error.status, error.message]).toEqual([400, 'Parameter verification failed.\n'])
    return error.errors ?? {}
  }
}

describe('what is right', () => {
  test.each<[Parameter, unknown, unknown]>([
    [{ type: 'string' }, '', ''],
    [{ type: 'string' }, 5, '5'],
    [{ type: 'string' }, 'a\0b', 'a\0b'],
    [{ type: 'string', minLength: 2, maxLength: 3 }, 'äöü', 'äöü'],
    [{ type: 'string', maxLength: 2 }, '😀😀', '😀😀'],
    [{ type: 'string', enum: ['a', 'b'] }, 'b', 'b'],
    [{ type: 'string', pattern: /^x+$/ }, 'xx', 'xx'],
    [{ type: 'string', optional: true }, undefined, undefined],
    [{ type: 'string', optional: true }, null, undefined],
    [{ type: 'string', default: 'x' }, undefined, 'x'],
    [{ type: 'integer' }, '-5', -5],
    [{ type: 'integer' }, '+5', 5],
    [{ type: 'integer' }, '007', 7],
    [{ type: 'integer' }, 5, 5],
    [{ type: 'integer', minimum: 1, maximum: 3 }, '3', 3],
    [{ type: 'integer', default: 4 }, undefined, 4],
    [{ type: 'boolean' }, '1', true],
    [{ type: 'boolean' }, '0', false],
    [{ type: 'boolean' }, 1, true],
    [{ type: 'boolean' }, true, true],
    [{ type: 'boolean' }, false, false],
    [{ type: 'boolean', default: true }, undefined, true],
    [{ type: 'array', items: { type: 'string' } }, 'ls', ['ls']],
    [{ type: 'array', items: { type: 'string' } }, 'ls\0-l\0/', ['ls', '-l', '/']],
    [{ type: 'array', items: { type: 'string' } }, 'a\0\0b\0', ['a', '', 'b']],
    [{ type: 'array', items: { type: 'string' } }, ['ls', '', 1], ['ls', '', '1']],
    [{ type: 'array', items: { type: 'string' } }, [], []],
    [{ type: 'array', items: { type: 'string' } }, 7, ['7']],
  ])('%j %j', (parameter, given, expected) => {
    expect(errorsOf({ it: parameter }, { it: given })).toEqual({ ok: { it: expected } })
  })
})

test.each<[unknown, bigint]>([
  ['9223372036854775807', 9223372036854775807n],
  ['-9223372036854775808', -9223372036854775808n],
  ['+9007199254740993', 9007199254740993n],
  ['007', 7n],
  [7, 7n],
  [undefined, 5n],
])('a long integer keeps all its digits: %s', (given, expected) => {
  expect(errorsOf({ it: { type: 'integer', isLong: true, default: 5n } }, { it: given })).toEqual({
    ok: { it: expected },
  })
})

describe('what is wrong', () => {
  test.each<[Parameter, unknown, string]>([
    [{ type: 'string' }, undefined, MISSING],
    [{ type: 'string' }, null, MISSING],
    [{ type: 'string' }, ['a'], "type check ('string') failed - got ARRAY"],
    [{ type: 'string' }, {}, "type check ('string') failed - got HASH"],
    [{ type: 'string', maxLength: 1 }, { toString: 1, valueOf: 1 }, "type check ('string') failed - got HASH"],
    [{ type: 'integer', isLong: true }, { toString: 1 }, "type check ('integer') failed - got HASH"],
    [{ type: 'integer', isLong: true }, '1.5', "type check ('integer') failed - got '1.5'"],
    [{ type: 'string' }, true, "type check ('string') failed - got JSON::PP::Boolean"],
    [{ type: 'string', maxLength: 2 }, 'abc', 'value may only be 2 characters long'],
    [{ type: 'string', minLength: 5 }, 'abcd', 'value must be at least 5 characters long'],
    [{ type: 'string', enum: ['a', 'b'] }, 'c', "value 'c' does not have a value in the enumeration 'a, b'"],
    [{ type: 'string', pattern: /^x+$/ }, 'y', 'value does not match the regex pattern'],
    [{ type: 'integer' }, 'abc', "type check ('integer') failed - got 'abc'"],
    [{ type: 'integer' }, '', "type check ('integer') failed - got ''"],
    [{ type: 'integer' }, '1.5', "type check ('integer') failed - got '1.5'"],
    [{ type: 'integer' }, '0x10', "type check ('integer') failed - got '0x10'"],
    [{ type: 'integer' }, [1], "type check ('integer') failed - got ARRAY"],
    [{ type: 'integer' }, false, "type check ('integer') failed - got JSON::PP::Boolean"],
    [{ type: 'integer', minimum: 1 }, '0', 'value must have a minimum value of 1'],
    [{ type: 'integer', maximum: 1 }, '2', 'value must have a maximum value of 1'],
    [{ type: 'boolean' }, 'true', "type check ('boolean') failed - got 'true'"],
    [{ type: 'boolean' }, '', "type check ('boolean') failed - got ''"],
    [{ type: 'boolean' }, 2, "type check ('boolean') failed - got '2'"],
    [{ type: 'array', items: { type: 'string' } }, undefined, MISSING],
    [{ type: 'array', items: { type: 'string' } }, '', "type check ('array') failed"],
    [{ type: 'array', items: { type: 'string' } }, '0', "type check ('array') failed"],
    [{ type: 'array', items: { type: 'string' } }, {}, "type check ('array') failed"],
    [{ type: 'integer', format: 'pve-vmid' }, '99', 'invalid format - value does not look like a valid VM ID\n'],
    [{ type: 'string', format: 'pve-node' }, '-a', 'invalid format - value does not look like a valid node name\n'],
    [{ type: 'string', format: 'pve-realm' }, '!', 'invalid format - value does not look like a valid realm\n'],
    [{ type: 'string', format: 'pve-priv-list' }, 'VM.Audit,X', "invalid format - invalid privilege 'X'\n"],
  ])('%j %j', (parameter, given, expected) => {
    expect(errorsOf({ it: parameter }, { it: given })).toEqual({ it: expected })
  })

  test('elements of a list are named by their places', () => {
    expect(
      errorsOf({ it: { type: 'array', items: { type: 'string', maxLength: 2 } } }, { it: ['abc', [], null, 'ok'] }),
    ).toEqual({
      'it[0]': 'value may only be 2 characters long',
      'it[1]': "type check ('string') failed - got ARRAY",
      'it[2]': MISSING,
    })
  })

  test('all that is wrong is told, the names of nobody among it', () => {
    const parameters = { a: { type: 'integer' }, b: { type: 'string' } } as const
    expect(errorsOf(parameters, { a: 'x', c: undefined, toString: '1' })).toEqual({
      a: "type check ('integer') failed - got 'x'",
      b: MISSING,
      c: UNKNOWN,
      toString: UNKNOWN,
    })
  })

  test('a parameter may want another with it', () => {
    const parameters: Parameters = {
      path: { type: 'string', optional: true, requires: 'privs' },
      privs: { type: 'string', optional: true, maxLength: 1, requires: 'path' },
    }
    expect(errorsOf(parameters, {})).toEqual({ ok: { path: undefined, privs: undefined } })
    expect(errorsOf(parameters, { path: '/' })).toEqual({
      privs: "missing property - 'path' requires this property",
    })
    expect(errorsOf(parameters, { privs: 'x' })).toEqual({ path: "missing property - 'privs' requires this property" })
    expect(errorsOf({ ...parameters, privs: { type: 'string' } }, { path: '/' })).toEqual({
      privs: `${MISSING}\\nmissing property - 'path' requires this property`,
    })
  })
})

test('others may be let through', () => {
  expect(verify({}, new Map([['x', '1']]), { allowsMore: true })).toEqual({})
})

describe('any parameters', () => {
  const parameter = fc.oneof(
    fc.record({ type: fc.constant('string' as const), maxLength: fc.nat(5), minLength: fc.nat(2) }),
    fc.constantFrom<Parameter>(
      { type: 'string', enum: ['a', 'b'] },
      { type: 'string', format: 'pve-node', optional: true },
      { type: 'integer', minimum: 0, maximum: 10 },
      { type: 'integer', default: 3 },
      { type: 'integer', isLong: true },
      { type: 'boolean', optional: true },
      { type: 'array', items: { type: 'string', minLength: 1 } },
    ),
  )
  const given = fc.dictionary(
    fc.string({ maxLength: 3 }),
    fc.oneof(fc.string(), fc.integer().map(String), fc.jsonValue()),
  )

  test('come out as their types say, or are refused with a text each', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 3 }), parameter), given, (parameters, values) => {
        const texts = fault(() => verify(parameters, new Map(Object.entries(values))))
        for (const text of Object.values(texts)) expect(text).toEqual(expect.any(String))
      }),
    )
  })
})

test('the function of a call knows the types of its parameters', () => {
  defineCall({
    method: 'GET',
    path: '/',
    doc: '',
    permission: 'user',
    parameters: {
      ...ofVm,
      text: { type: 'string' },
      maybe: { type: 'string', optional: true },
      choice: { type: 'string', enum: ['a', 'b'] },
      count: { type: 'integer', default: 5 },
      long: { type: 'integer', isLong: true, optional: true },
      flag: { type: 'boolean', optional: true },
      list: { type: 'array', items: { type: 'string' } },
    },
    run(_context, values) {
      expectTypeOf(values).toEqualTypeOf<{
        readonly node: string
        readonly vmid: number
        readonly text: string
        readonly maybe: string | undefined
        readonly choice: 'a' | 'b'
        readonly count: number
        readonly long: bigint | undefined
        readonly flag: boolean | undefined
        readonly list: readonly string[]
      }>()
      return null
    },
  })
})
