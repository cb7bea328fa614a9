/** A simple command: assignments, words, redirections; then a function, a builtin or a program. */
import type { Wait } from '../../wait.js'
import type { Declaration } from '../builtins/builtin.js'
import { builtinsOf } from '../builtins/registry.js'
import { ShellError } from '../control.js'
import { assign } from '../expand/assign.js'
import { expandWords } from '../expand/expand.js'
import type { Shell } from '../shell.js'
import type { SimpleCommandNode, WordNode } from '../syntax-tree.js'
import { callFunction } from './functions.js'
import { runProgram } from './programs.js'
import { redirect, redirectForGood, restore, withRedirections } from './redirections.js'
import { withAssignments } from './temporary.js'
import { traceAssignments, traceWords } from './trace.js'

export function* runSimpleCommand(
  shell: Shell,
  node: SimpleCommandNode,
  isFinal: boolean,
): Generator<Wait, void, void> {
  const before = shell.status
  const { substitutions } = shell
  shell.status = 0
  shell.isExcused = false
  shell.isFailureTold = false
  const declaration = declarationOf(shell, node)
  if (declaration !== undefined) {
    shell.status = before
    shell.before = before
    yield* runDeclaration(shell, node, declaration)
    return
  }
  const given = node.name === null ? [] : [node.name, ...node.args]
  // $? is still that of the last command while words are expanded.
  const own = shell.status
  shell.status = before
  shell.before = before
  const words = yield* expandWords(shell, given)
  const [name] = words
  if (name === undefined) {
    yield* runWithoutWords(shell, node, own, substitutions)
    return
  }
  yield* runNamed(shell, node, words, isFinal)
}

/** Assignments for good, and redirections that only have to succeed. A command substitution in them gives the status. */
function* runWithoutWords(
  shell: Shell,
  { assignments, redirections }: SimpleCommandNode,
  own: number,
  substitutions: number,
): Generator<Wait, void, void> {
  restore(shell, yield* redirect(shell, redirections))
  for (const assignment of assignments) yield* assign(shell, assignment)
  yield* traceAssignments(shell, assignments)
  shell.status = shell.substitutions === substitutions ? own : shell.lastSubstitution
}

function* runNamed(
  shell: Shell,
  { assignments, redirections }: SimpleCommandNode,
  words: readonly string[],
  isFinal: boolean,
): Generator<Wait, void, void> {
  const [name = ''] = words
  const { special, builtins } = builtinsOf(shell.dialect)
  if (name === 'exec' && words.length === 1) {
    yield* traceWords(shell, words)
    yield* fatally(shell, redirectForGood(shell, redirections))
    for (const assignment of assignments) yield* assign(shell, assignment)
    shell.status = 0
    return
  }
  const isFunction = shell.functions.has(name)
  const keepsAssignments = !isFunction && special.has(name) && !shell.dialect.isBash
  const run = runWords(shell, words, { isFinal })
  const isProgram = !isFunction && (shell.disabled.has(name) || !builtins.has(name))
  const assigned = withAssignments(shell, assignments, keepsAssignments, run, words)
  const whole = withRedirections(shell, redirections, assigned, isProgram)
  yield* keepsAssignments ? fatally(shell, whole) : whole
}

/** What goes wrong with one of POSIX' special builtins ends the shell, but not bash. */
function* fatally(shell: Shell, work: Generator<Wait, void, void>): Generator<Wait, void, void> {
  try {
    yield* work
  } catch (error) {
    if (shell.dialect.isBash || !(error instanceof ShellError)) throw error
    throw new ShellError(error.message, { status: error.status, isFatal: true })
  }
}

/** What a command by that name is: a function, a builtin, or a program that is found in PATH. */
export function* runWords(
  shell: Shell,
  words: readonly string[],
  { skipFunctions = false, isFinal = false }: { readonly skipFunctions?: boolean; readonly isFinal?: boolean } = {},
): Generator<Wait, void, void> {
  const [name = '', ...args] = words
  const { builtins } = builtinsOf(shell.dialect)
  const known = skipFunctions ? undefined : shell.functions.get(name)
  if (known !== undefined) {
    yield* callFunction(shell, known, args)
    return
  }
  const builtin = shell.disabled.has(name) ? undefined : builtins.get(name)
  if (builtin !== undefined) shell.status = yield* builtin(shell, args, name)
  else yield* runProgram(shell, words, isFinal)
  // $_ is the last word of the command before.
  if (shell.dialect.isBash) shell.lastWord = words.at(-1) ?? ''
}

/** Only a name that stands there as it is makes a declaration of a command. */
function declarationOf(shell: Shell, { name }: SimpleCommandNode): Declaration | undefined {
  const literal = name === null ? undefined : literalOf(name)
  if (literal === undefined || shell.functions.has(literal)) return undefined
  return builtinsOf(shell.dialect).declarations.get(literal)
}

function* runDeclaration(
  shell: Shell,
  { name, args, assignments, redirections }: SimpleCommandNode,
  declaration: Declaration,
): Generator<Wait, void, void> {
  const literal = name === null ? '' : (literalOf(name) ?? '')
  function* work(): Generator<Wait, void, void> {
    shell.status = yield* declaration(shell, args, literal)
  }
  yield* withRedirections(
    shell,
    redirections,
    withAssignments(shell, assignments, false, work(), shell.dialect.isBash ? [] : [literal]),
  )
}

export function literalOf(word: WordNode): string | undefined {
  const [part, ...more] = word.parts
  return part?.type === 'Literal' && more.length === 0 ? part.value : undefined
}
