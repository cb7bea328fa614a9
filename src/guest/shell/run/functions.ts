import type { Wait } from '../../wait.js'
import { Return, ShellError } from '../control.js'
import type { Shell, ShellFunction } from '../shell.js'
import type { CommandNode } from '../syntax-tree.js'
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
  const hidden = hideTraps(shell)
  try {
    yield* callBody(shell, body)
  } catch (error) {
    // It is told of where the call comes from.
    if (error instanceof ShellError) error.prefix ??= shell.prefix
    throw error
  } finally {
    for (const [name, action] of hidden) if (!shell.traps.has(name)) shell.traps.set(name, action)
    shell.variables.leave()
    shell.positional = positional
    shell.line = line
    shell.calls.shift()
  }
  shell.isExcused = false
  shell.isFailureTold = false
}

/** The action of RETURN sees what $? was before `return`. */
function* callBody(shell: Shell, body: CommandNode): Generator<Wait, void, void> {
  let status: number
  try {
    yield* shell.interpreter.command(shell, body)
    status = shell.status
  } catch (error) {
    if (!(error instanceof Return)) throw error
    status = error.status
    shell.status = shell.before
  }
  yield* runTrap(shell, 'RETURN')
  shell.status = status
}

/** What functions don't inherit is away until they end, or set anew for good. */
function hideTraps({ traps, tracedTraps, dialect }: Shell): readonly (readonly [string, string])[] {
  if (!dialect.isBash || traps.size === 0) return []
  return ['ERR', 'DEBUG', 'RETURN'].flatMap(name => {
    const action = traps.get(name)
    if (action === undefined || tracedTraps.includes(name)) return []
    traps.delete(name)
    return [[name, action] as const]
  })
}
