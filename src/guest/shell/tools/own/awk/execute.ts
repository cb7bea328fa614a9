/** What statements do. */
import type { Jump, Machine, Work } from './machine.js'
import { subscript } from './operands.js'
import { print } from './printing.js'
import type { Statement } from './tree.js'
import { fromOutside, toBoolean, toNumber } from './values.js'

/** Thrown by `exit`. */
export class ExitProgram extends Error {}

export function* execute(machine: Machine, statement: Statement): Work<Jump> {
  switch (statement.kind) {
    case 'block':
      for (const each of statement.statements) {
        const jump = yield* machine.execute(each)
        if (jump !== undefined) return jump
      }
      return undefined
    case 'expression':
      yield* machine.evaluate(statement.value)
      return undefined
    case 'print':
      yield* print(machine, statement)
      return undefined
    case 'if':
      if (toBoolean(yield* machine.evaluate(statement.test))) return yield* machine.execute(statement.yes)
      return statement.no === undefined ? undefined : yield* machine.execute(statement.no)
    case 'while':
    case 'do':
    case 'for':
      return yield* loop(machine, statement)
    case 'forIn':
      return yield* forIn(machine, statement)
    case 'delete': {
      const table = machine.variables.table(statement.name)
      if (statement.subscripts === undefined) table.clear()
      else table.delete(yield* subscript(machine, statement.subscripts))
      return undefined
    }
    case 'return':
      machine.returned = statement.value === undefined ? undefined : yield* machine.evaluate(statement.value)
      return 'return'
    case 'exit':
      if (statement.value !== undefined)
        machine.console.exitCode = Math.trunc(toNumber(yield* machine.evaluate(statement.value))) & 255
      throw new ExitProgram()
    default:
      return statement.kind
  }
}

function* loop(machine: Machine, statement: Extract<Statement, { kind: 'while' | 'do' | 'for' }>): Work<Jump> {
  if (statement.kind === 'for' && statement.first !== undefined) yield* machine.execute(statement.first)
  for (let isFirst = true; ; isFirst = false) {
    yield* machine.console.task.work()
    const test = statement.kind === 'do' && isFirst ? undefined : statement.test
    if (test !== undefined && !toBoolean(yield* machine.evaluate(test))) return undefined
    const jump = yield* machine.execute(statement.body)
    if (jump === 'break') return undefined
    if (jump !== undefined && jump !== 'continue') return jump
    if (statement.kind === 'for' && statement.next !== undefined) yield* machine.execute(statement.next)
  }
}

/** awk promises no order: here it is that in which they came. */
function* forIn(machine: Machine, { name, variable, body }: Extract<Statement, { kind: 'forIn' }>): Work<Jump> {
  for (const key of [...machine.variables.table(name).keys()]) {
    yield* machine.console.task.work()
    machine.variables.set(variable, fromOutside(key))
    const jump = yield* machine.execute(body)
    if (jump === 'break') return undefined
    if (jump !== undefined && jump !== 'continue') return jump
  }
  return undefined
}
