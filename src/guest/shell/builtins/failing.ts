/** How builtins fail: bash complains and goes on, the heirs of the Almquist shell leave what was being executed. */
import type { Wait } from '../../wait.js'
import { CommandFailed, Exit } from '../control.js'
import type { Shell } from '../shell.js'
import { SPECIAL } from './special.js'
import { USAGE } from './usage.js'

const MISUSE = 2

/** Complains in the words of dash. To be thrown: a failing special builtin ends the shell. */
export function* failed(shell: Shell, name: string, message: string): Generator<Wait, Error, void> {
  yield* shell.complain(`${name}: ${message}`)
  // Of dash `local` too.
  return (SPECIAL.has(name) || name === 'local') && !shell.isUnspecial ? new Exit(MISUSE) : new CommandFailed(MISUSE)
}

/** Prints how a builtin of bash is used; the status of that. */
export function* usage(shell: Shell, name: string): Generator<Wait, number, void> {
  yield* shell.print(`${name}: usage: ${USAGE[name] ?? name}\n`, 2)
  return MISUSE
}

/** Refuses an option. The status, for shells that go on. */
export function* refuseOption(shell: Shell, name: string, option: string): Generator<Wait, number, void> {
  if (!shell.dialect.isBash) throw yield* failed(shell, name, `Illegal option ${option}`)
  yield* shell.complain(`${name}: ${option}: invalid option`)
  return yield* usage(shell, name)
}
