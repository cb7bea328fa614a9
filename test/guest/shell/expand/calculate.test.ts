import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bashError, calculate } from '../../../../src/guest/shell/arithmetic/calculate.js'
import { calculateInDash } from '../../../../src/guest/shell/arithmetic/calculate-dash.js'
import type { Names } from '../../../../src/guest/shell/arithmetic/names.js'
import { ShellError } from '../../../../src/guest/shell/control.js'

function namesOf(values: Record<string, string> = {}): Names {
  return {
    get: name => values[name],
    set: (name, _subscript, text) => {
      values[name] = text
    },
    error: bashError,
  }
}

interface Sum {
  readonly text: string
  /** Undefined: it divides by zero. */
  readonly value: bigint | undefined
}

const OPERATIONS: Record<string, (left: bigint, right: bigint) => bigint> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '<': (left, right) => (left < right ? 1n : 0n),
  '==': (left, right) => (left === right ? 1n : 0n),
}

const number = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }).map((value): Sum => ({ text: String(value), value }))

const { sum } = fc.letrec<{ sum: Sum }>(tie => ({
  sum: fc.oneof(
    { maxDepth: 5 },
    number,
    fc.tuple(tie('sum'), fc.constantFrom(...Object.keys(OPERATIONS)), tie('sum')).map(([left, operator, right]) => {
      const isBad =
        left.value === undefined || right.value === undefined || ('/%'.includes(operator) && right.value === 0n)
      const value = isBad ? undefined : OPERATIONS[operator]?.(left.value ?? 0n, right.value ?? 0n)
      return {
        text: `(${left.text} ${operator} ${right.text})`,
        value: value === undefined ? undefined : BigInt.asIntN(64, value),
      }
    }),
  ),
}))

function outcome(work: () => bigint): bigint | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof ShellError) return undefined
    throw error
  }
}

describe('arithmetic', () => {
  it('of both shells is that of integers of 64 bits', () => {
    fc.assert(
      fc.property(sum, ({ text, value }) => {
        expect(outcome(() => calculate(namesOf(), text))).toBe(value)
        expect(outcome(() => calculateInDash(namesOf(), text))).toBe(value)
      }),
    )
  })

  it('never fails otherwise than by a ShellError', () => {
    const text = fc.string({ unit: fc.constantFrom(...'09ax+-*/%<>=!&|^~?:(),[]#@ .'.split('')), maxLength: 12 })
    fc.assert(
      fc.property(text, it => {
        expect(typeof outcome(() => calculate(namesOf({ a: 'x+1', x: '2' }), it))).toMatch(/^(?:bigint|undefined)$/)
        expect(typeof outcome(() => calculateInDash(namesOf({ x: '2' }), it))).toMatch(/^(?:bigint|undefined)$/)
      }),
    )
  })

  it('follows names of expressions 1024 levels deep', () => {
    expect(() => calculate(namesOf({ x: 'y+1', y: 'x' }), 'x')).toThrow('expression recursion level exceeded')
  })

  it('refuses brackets nested deeper than its own stack', () => {
    const text = '('.repeat(50_000)
    expect(outcome(() => calculate(namesOf(), text))).toBe(undefined)
    expect(outcome(() => calculateInDash(namesOf(), text))).toBe(undefined)
  })

  it('assigns once', () => {
    const values: Record<string, string> = { i: '1' }
    expect(calculate(namesOf(values), 'i++ + ++i, j = i << 2, 0 && (i = 9), i')).toBe(3n)
    expect(values).toEqual({ i: '3', j: '12' })
  })
})
