import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import type { WordNode } from '../syntax-tree.js'

/** A command that the shell executes itself: what it returns is its status. `args`: without its name. */
export type Builtin = (shell: Shell, args: readonly string[], name: string) => Generator<Wait, number, void>

/**
 * One that reads assignments among its words (declare, export, local, readonly, typeset of bash): it gets them as they
 * stand, since what is assigned is neither split nor expanded to names of files.
 */
export type Declaration = (shell: Shell, words: readonly WordNode[], name: string) => Generator<Wait, number, void>

/** Those of one shell, by name. */
export interface Builtins {
  readonly builtins: ReadonlyMap<string, Builtin>
  readonly declarations: ReadonlyMap<string, Declaration>
  /** POSIX' special ones: assignments before them stay, and a failure ends a shell that is not bash. */
  readonly special: ReadonlySet<string>
}

/** Complains with the name of the builtin before the message: "bash: line 1: cd: too many arguments". */
export function* refuse(shell: Shell, name: string, message: string, status = 1): Generator<Wait, number, void> {
  yield* shell.complain(`${name}: ${message}`)
  return status
}
