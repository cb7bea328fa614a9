/** One command, of whichever kind. */
import { Errno } from '../../errno.js'
import { called } from '../../tasks/call-stack.js'
import type { Wait } from '../../wait.js'
import { CommandFailed, ShellError } from '../control.js'
import type { Shell } from '../shell.js'
import type { CommandNode, FunctionDefNode } from '../syntax-tree.js'
import { announce } from './announce.js'
import { runCompound } from './compound.js'
import { Handover } from './handover.js'
import { withRedirections } from './redirections.js'
import { runSimpleCommand } from './simple-command.js'
import { sourceOf } from './source-text.js'

/** So many levels of commands share a piece of the host's stack. */
const LEVELS = 32

/** `isFinal`: this process has nothing else to do, so that a program may take it. */
export function* runCommand(shell: Shell, command: CommandNode, isFinal: boolean): Generator<Wait, void, void> {
  if (command.line !== undefined && command.line > 0) shell.line = command.line
  shell.descend()
  let isHandedOver = false
  try {
    const work = runAny(shell, command, isFinal)
    yield* shell.depth % LEVELS === 0 ? called(work) : work
  } catch (error) {
    // The program that takes this process over goes on reading from them.
    isHandedOver = error instanceof Handover
    yield* afterError(shell, error)
  } finally {
    shell.depth--
    if (!isHandedOver) closeSubstituted(shell)
  }
}

function* runAny(shell: Shell, command: CommandNode, isFinal: boolean): Generator<Wait, void, void> {
  yield* announce(shell, command)
  if (command.type === 'SimpleCommand') yield* runSimpleCommand(shell, command, isFinal)
  else if (command.type === 'FunctionDef') define(shell, command)
  else yield* withRedirections(shell, command.redirections, runCompound(shell, command))
}

function closeSubstituted(shell: Shell): void {
  for (const fd of shell.substituted.splice(0)) if (shell.task.descriptors.has(fd)) shell.task.descriptors.close(fd)
}

/** A message for what went wrong; then the shell goes on behind the command, unless it is fatal. */
function* afterError(shell: Shell, error: unknown): Generator<Wait, void, void> {
  if (error instanceof CommandFailed) shell.status = error.status
  else if (error instanceof ShellError && !error.isFatal) {
    yield* shell.complain(error.message)
    shell.status = error.status
  } else if (error instanceof Errno) {
    // fork(2) and pipe(2) fail like that.
    yield* shell.complain(shell.dialect.isBash ? `fork: retry: ${error.text}` : `Cannot fork`)
    shell.status = shell.dialect.isBash ? 254 : 2
  } else throw error
}

function define(shell: Shell, node: FunctionDefNode): void {
  const { name, body, redirections } = node
  const known = body.redirections.length === 0 && redirections.length > 0 ? { ...body, redirections } : body
  shell.functions.set(name, { name, body: known, text: sourceOf(known) })
  shell.status = 0
}
