/** Calls of functions that the program defines. */
import { called } from '../../../../tasks/call-stack.js'
import { FAILED, type Machine, type Work } from './machine.js'
import type { Expression } from './tree.js'
import type { Value } from './values.js'
import type { Table } from './variables.js'

const DEEPEST = 1000

export function* call(machine: Machine, name: string, args: readonly Expression[]): Work<Value> {
  const { console, variables } = machine
  const definition = machine.functions.get(name)
  if (definition === undefined) return yield* console.fail(`line 1: function ${name} never defined`, FAILED)
  if (variables.depth >= DEEPEST) return yield* console.fail('function call nesting too deep', FAILED)
  const values = new Map<string, Value | Table>()
  const shared: { readonly parameter: string; readonly outer: string }[] = []
  for (const [at, parameter] of definition.parameters.entries()) {
    const arg = args[at]
    if (arg === undefined) continue
    if (arg.kind === 'variable') {
      const value = variables.get(arg.name)
      values.set(parameter, value)
      // It may become an array in there.
      if (value === undefined) shared.push({ parameter, outer: arg.name })
    } else values.set(parameter, yield* machine.evaluate(arg))
  }
  variables.enter(values, definition.parameters)
  machine.returned = undefined
  try {
    yield* called(machine.execute(definition.body))
  } finally {
    variables.leave()
  }
  for (const { parameter, outer } of shared) {
    const value = values.get(parameter)
    if (value instanceof Map && variables.get(outer) === undefined) variables.hold(outer, value)
  }
  const { returned } = machine
  machine.returned = undefined
  return returned
}
