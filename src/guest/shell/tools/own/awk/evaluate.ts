/** The values of expressions. */
import { builtin } from './builtins.js'
import { call } from './call.js'
import { getline } from './getline.js'
import { FAILED, goThrough, type Machine, type Work } from './machine.js'
import { joined } from './memory.js'
import { assign, pattern, subscript } from './operands.js'
import type { Expression } from './tree.js'
import { compare, toBoolean, toNumber, type Value } from './values.js'

export function* evaluate(machine: Machine, expression: Expression): Work<Value> {
  const { console, variables, record } = machine
  switch (expression.kind) {
    case 'number':
    case 'string':
      return expression.value
    case 'regex':
      yield* goThrough(machine, record.line)
      return machine.regexes.get(expression.source).test(record.line) ? 1 : 0
    case 'variable': {
      const value = variables.get(expression.name)
      if (value instanceof Map)
        return yield* console.fail(`type error in arg: array ${expression.name} used as a scalar`, FAILED)
      return value
    }
    case 'element': {
      const key = yield* subscript(machine, expression.subscripts)
      const table = variables.table(expression.name)
      if (!table.has(key)) table.set(key, undefined)
      return table.get(key)
    }
    case 'field': {
      const index = Math.trunc(toNumber(yield* machine.evaluate(expression.index)))
      if (index < 0) return yield* console.fail(`run time error: negative field index $${index}`, FAILED)
      return record.field(index)
    }
    case 'group': {
      const [only, ...others] = expression.parts
      return only !== undefined && others.length === 0
        ? yield* machine.evaluate(only)
        : yield* subscript(machine, expression.parts)
    }
    case 'assign':
      return yield* assignment(machine, expression)
    case 'conditional': {
      const test = toBoolean(yield* machine.evaluate(expression.test))
      return yield* machine.evaluate(test ? expression.yes : expression.no)
    }
    case 'unary': {
      const value = yield* machine.evaluate(expression.value)
      if (expression.operator === '!') return toBoolean(value) ? 0 : 1
      return expression.operator === '-' ? -toNumber(value) : toNumber(value)
    }
    case 'step': {
      const before = toNumber(yield* machine.evaluate(expression.target))
      yield* assign(machine, expression.target, before + expression.by)
      return expression.isPrefix ? before + expression.by : before
    }
    case 'in':
      return variables.table(expression.name).has(yield* subscript(machine, expression.subscripts)) ? 1 : 0
    case 'binary':
      return yield* binary(machine, expression)
    case 'call':
      return yield* call(machine, expression.name, expression.args)
    case 'builtin':
      return yield* builtin(machine, expression.name, expression.args)
    default:
      return yield* getline(machine, expression)
  }
}

function* assignment(machine: Machine, expression: Extract<Expression, { kind: 'assign' }>): Work<Value> {
  const { operator, target } = expression
  const value = yield* machine.evaluate(expression.value)
  const result = operator === '' ? value : yield* calculate(machine, operator, yield* machine.evaluate(target), value)
  yield* assign(machine, target, result)
  return result
}

function* binary(machine: Machine, { operator, left, right }: Extract<Expression, { kind: 'binary' }>): Work<Value> {
  const { variables } = machine
  const a = yield* machine.evaluate(left)
  if (operator === '&&') return toBoolean(a) && toBoolean(yield* machine.evaluate(right)) ? 1 : 0
  if (operator === '||') return toBoolean(a) || toBoolean(yield* machine.evaluate(right)) ? 1 : 0
  if (operator === '~' || operator === '!~') {
    const expression = yield* pattern(machine, right)
    const text = variables.text(a)
    yield* goThrough(machine, text)
    return expression.test(text) === (operator === '~') ? 1 : 0
  }
  const b = yield* machine.evaluate(right)
  if (operator === ' ') return joined([variables.text(a), variables.text(b)], '')
  if (!/[<>=!]/.test(operator)) return yield* calculate(machine, operator, a, b)
  return holds(
    operator,
    compare(a, b, value => variables.text(value)),
  )
    ? 1
    : 0
}

function holds(operator: string, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '==':
      return order === 0
    case '!=':
      return order !== 0
    case '>':
      return order > 0
    default:
      return order >= 0
  }
}

function* calculate({ console, isGawk }: Machine, operator: string, a: Value, b: Value): Work<number> {
  const [x, y] = [toNumber(a), toNumber(b)]
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      if (y !== 0 || !isGawk) return x / y
      return yield* console.fail('cmd. line:1: fatal: division by zero attempted', FAILED)
    case '%':
      if (y !== 0 || !isGawk) return x % y
      return yield* console.fail("cmd. line:1: fatal: division by zero attempted in `%%'", FAILED)
    default:
      return x ** y
  }
}
