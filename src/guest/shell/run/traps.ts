/** Actions of `trap`: at the end, after a failure, and when a signal comes. */

import type { Wait } from '../../wait.js'
import { nameOfSignal } from '../builtins/signal-names.js'
import { Exit } from '../control.js'
import type { Shell } from '../shell.js'
import { complainOfText, NoScript } from './syntax-errors.js'

/** What ends a bash that has an action for its end, behind that action. */
const TERMINATING = 'HUP INT ILL TRAP ABRT FPE BUS SEGV SYS PIPE ALRM TERM XCPU XFSZ VTALRM USR1 USR2'.split(' ')
/** What an action neither sees nor brings about again. */
const NOT_AGAIN = new Set(['ERR', 'DEBUG', 'RETURN'])

/** Executes the action of that name, if there is one. */
export function* runTrap(shell: Shell, name: string): Generator<Wait, void, void> {
  const action = shell.traps.get(name)
  if (action === undefined || action === '' || shell.trapped.has(name)) return
  if (name === 'EXIT') shell.traps.delete(name)
  if (NOT_AGAIN.has(name)) shell.trapped.add(name)
  const { beforeTrap, status, line } = shell
  if (name !== 'DEBUG') shell.beforeTrap = status
  try {
    yield* shell.interpreter.runText(shell, action, shell.dialect.isBash && NOT_AGAIN.has(name) ? line : 1)
  } catch (error) {
    if (!(error instanceof NoScript)) throw error
    yield* complainOfText(
      shell,
      error,
      shell.dialect.isBash ? { name: `${name === 'EXIT' ? 'exit ' : ''}trap` } : undefined,
    )
    if (!shell.dialect.isBash) throw new Exit(error.status)
  } finally {
    shell.trapped.delete(name)
    shell.beforeTrap = beforeTrap
  }
}

/** Executes the actions of signals that have come meanwhile. The status is what it was. */
export function* runPendingTraps(shell: Shell): Generator<Wait, void, void> {
  const { pending } = shell.task
  for (let signal = pending.shift(); signal !== undefined; signal = pending.shift()) {
    if (!willTrap(shell, signal)) yield* endBySignal(shell, signal)
    const { status } = shell
    yield* runTrap(shell, nameOfSignal(signal) ?? String(signal))
    shell.status = status
  }
}

/** There is an action for that signal. */
export function willTrap(shell: Shell, signal: number): boolean {
  return (shell.traps.get(nameOfSignal(signal) ?? '') ?? '') !== ''
}

/** The signals that end bash have it execute its action for EXIT before. */
function* endBySignal(shell: Shell, signal: number): Generator<Wait, void, void> {
  const { task } = shell
  if (task.dispositions.get(signal) !== 'catch') return
  shell.status = 128 + signal
  yield* runTrap(shell, 'EXIT')
  task.dispositions.delete(signal)
  task.kill(task.pid, signal)
}

/** Lets the process meet signals as the actions want it. */
export function updateDispositions(shell: Shell): void {
  const { traps, task, dialect } = shell
  const atEnd = dialect.isBash && (traps.get('EXIT') ?? '') !== ''
  for (let signal = 1; signal <= 64; signal++) {
    const name = nameOfSignal(signal)
    if (name === undefined || name === 'KILL' || name === 'STOP') continue
    const action = traps.get(name)
    if (shell.neverTrapped.has(signal)) continue
    if (action === '') task.dispositions.set(signal, 'ignore')
    else if (
      action !== undefined ||
      (atEnd && TERMINATING.includes(name) && task.dispositions.get(signal) !== 'ignore')
    ) {
      task.dispositions.set(signal, 'catch')
    } else if (task.dispositions.get(signal) === 'catch' || isOwn(shell, signal)) task.dispositions.delete(signal)
  }
}

/** What was ignored by `trap ''` here can be given back; what came ignored stays so. */
function isOwn(shell: Shell, signal: number): boolean {
  return !shell.ignoredAtStart.has(signal)
}
