/** Builtins that set variables: read, printf -v, getopts, mapfile, wait -p. */
import { Errno } from '../../errno.js'
import type { Wait } from '../../wait.js'
import { evaluate } from '../arithmetic/evaluate.js'
import { ShellError } from '../control.js'
import { assign } from '../expand/assign.js'
import type { Shell } from '../shell.js'
import type { AssignmentNode } from '../syntax-tree.js'
import { isName } from '../variables.js'
import { failed } from './failing.js'

/** NAME or NAME[subscript], the text as it is. False, with a complaint, when that can't be. */
export function* assignText(
  shell: Shell,
  builtin: string,
  target: string,
  text: string,
): Generator<Wait, boolean, void> {
  const [, name = '', subscript] = /^([^[]*)(\[.+\])?$/s.exec(target) ?? []
  const isOfArray = subscript !== undefined && shell.dialect.isBash
  if (!isName(isOfArray ? name : target)) {
    if (!shell.dialect.isBash) throw yield* failed(shell, builtin, `${target}: bad variable name`)
    yield* shell.complain(`${builtin}: \`${target}': not a valid identifier`)
    return false
  }
  if (shell.variables.own(shell.variables.resolve(name))?.isReadonly) {
    if (!shell.dialect.isBash) throw yield* failed(shell, builtin, `${name}: is read only`)
    yield* shell.complain(`${name}: readonly variable`)
    return false
  }
  yield* assign(shell, literalAssignment(target, text))
  return true
}

/** An assignment of text that is not expanded. */
export function literalAssignment(name: string, text: string, append = false): AssignmentNode {
  const value = { type: 'Word' as const, parts: [{ type: 'SingleQuoted' as const, value: text }] }
  return { type: 'Assignment', name, value, append, array: null }
}

/** An element of an array that takes indices, counted from its end when it is negative. */
export function* indexOf(shell: Shell, subscript: string): Generator<Wait, number, void> {
  try {
    return Number(yield* evaluate(shell, subscript))
  } catch (error) {
    if (error instanceof Errno) throw new ShellError(error.message)
    throw error
  }
}
