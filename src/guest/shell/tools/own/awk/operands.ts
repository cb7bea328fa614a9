/** What several kinds of expressions do with their parts. */
import { FAILED, type Machine, type Work } from './machine.js'
import { joined } from './memory.js'
import type { Expression, Target } from './tree.js'
import { toNumber, type Value } from './values.js'

const LARGEST_FIELD = 100_000

/** The key of an element: several subscripts are joined. */
export function* subscript(machine: Machine, parts: readonly Expression[]): Work<string> {
  const texts: string[] = []
  for (const part of parts) texts.push(machine.variables.text(yield* machine.evaluate(part)))
  return joined(texts, machine.variables.textOf('SUBSEP'))
}

/** Nothing is an empty one. */
export function* pattern(machine: Machine, expression: Expression | undefined): Work<RegExp> {
  if (expression?.kind === 'regex') return machine.regexes.get(expression.source)
  const value = expression === undefined ? '' : yield* machine.evaluate(expression)
  return machine.regexes.get(machine.variables.text(value))
}

export function* assign(machine: Machine, target: Target, value: Value): Work<void> {
  const { variables, record } = machine
  if (target.kind === 'variable') variables.set(target.name, value)
  else if (target.kind === 'element') {
    const key = yield* subscript(machine, target.subscripts)
    variables.table(target.name).set(key, value)
  } else {
    const index = toNumber(yield* machine.evaluate(target.index))
    if (index < 0 || index > LARGEST_FIELD)
      yield* machine.console.fail(`run time error: negative field index $${index}`, FAILED)
    record.setField(Math.trunc(index), value)
  }
}
