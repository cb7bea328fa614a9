import type { Wait } from '../../wait.js'
import { Return, ShellError } from '../control.js'
import type { Shell, ShellFunction } from '../shell.js'
import { runTrap } from './traps.js'

/** Where a real shell would run out of its stack some time later. */
const MOST_CALLS = 1000

export function* callFunction(
  shell: Shell,
  { name, body }: ShellFunction,
  args: readonly string[],
): Generator<Wait, void, void> {
  const limit = Number(shell.variables.text('FUNCNEST') ?? 0) || MOST_CALLS
  if (shell.calls.length >= limit) {
    throw new ShellError(`${name}: maximum function nesting level exceeded (${limit})`, { isFatal: true })
  }
  const { positional, line } = shell
  shell.calls.unshift({ name, line, positional })
  shell.positional = [...args]
  shell.variables.enter()
  shell.status = 0
  try {
    yield* shell.interpreter.command(shell, body)
  } catch (error) {
    // It is told of where the call comes from.
    if (error instanceof ShellError) error.prefix ??= shell.prefix
    if (!(error instanceof Return)) throw error
    shell.status = error.status
  } finally {
    shell.variables.leave()
    shell.positional = positional
    shell.line = line
    shell.calls.shift()
  }
  shell.isExcused = false
  yield* runTrap(shell, 'RETURN')
}
