/** The functions that awk brings, by name. */
import { Args, type Builtin } from './args.js'
import { FAILED, type Machine, type Work } from './machine.js'
import { numberBuiltins } from './number-builtins.js'
import { systemBuiltins } from './system-builtins.js'
import { textBuiltins } from './text-builtins.js'
import type { Expression } from './tree.js'
import type { Value } from './values.js'

const BUILTINS: ReadonlyMap<string, Builtin> = new Map([
  ...Object.entries(textBuiltins),
  ...Object.entries(numberBuiltins),
  ...Object.entries(systemBuiltins),
])

export function* builtin(machine: Machine, name: string, args: readonly Expression[]): Work<Value> {
  const run = BUILTINS.get(name)
  if (run === undefined) return yield* machine.console.fail(`mockvm doesn't do ${name}() yet`, FAILED)
  return yield* run(machine, new Args(machine, args))
}
