/** What bash tells of the command that comes next: BASH_COMMAND, and the action of DEBUG before it. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import type { CommandNode } from '../syntax-tree.js'
import { runTrap } from './traps.js'

/** Compound commands are announced by what is in them, but for those that do something themselves. */
const ANNOUNCED = new Set<CommandNode['type']>(['SimpleCommand', 'ArithmeticCommand', 'ConditionalCommand', 'Case'])

/** `command`: of the tree, or the text of a part of one. */
export function* announce(shell: Shell, command: CommandNode | string): Generator<Wait, void, void> {
  if (!shell.dialect.isBash || shell.isInTrap) return
  const isPart = typeof command === 'string'
  if (!isPart && command === shell.announced) {
    shell.announced = undefined
    return
  }
  if (!isPart && command.type !== 'Subshell' && !ANNOUNCED.has(command.type)) return
  shell.command = command
  if ((isPart || command.type !== 'Subshell') && shell.traps.has('DEBUG')) yield* runTrap(shell, 'DEBUG')
}

/** The same of a part of a pipeline, which another process executes. */
export function* announcePart(shell: Shell, command: CommandNode): Generator<Wait, void, void> {
  if (!shell.dialect.isBash || command.type !== 'SimpleCommand') return
  if (command.line !== undefined && command.line > 0) shell.line = command.line
  yield* announce(shell, command)
  shell.announced = command
}
