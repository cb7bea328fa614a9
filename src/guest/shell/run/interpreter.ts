/** The interpreter, as expansions and builtins see it. */
import { Errno } from '../../errno.js'
import { MOST_MEMORY } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import { outOfMemory } from '../expand/pieces.js'
import type { Interpreter, Shell } from '../shell.js'
import type { Body, RedirectionNode, ScriptNode, StatementNode } from '../syntax-tree.js'
import { runCommand } from './command.js'
import type { HereDocument } from './grammar/here-documents.js'
import { withRedirections } from './redirections.js'
import { runWords } from './simple-command.js'
import { runList, runStatements } from './statements.js'
import { statusOf } from './status.js'
import { forkShell } from './subshell.js'
import { parseScript } from './syntax.js'
import { NoScript } from './syntax-errors.js'

export const interpreter: Interpreter = {
  statements: runStatements,
  list: (shell, statement) => runList(shell, statement, true),
  command: (shell, command) => runCommand(shell, command, false),
  run: (shell, script) => runStatements(shell, script.statements),
  runText: (shell, text, first) => runText(shell, text, false, first),
  output,
  processPath,
  runWords,
}

/** Executes what can be read of the text. Throws NoScript for the rest. */
export function* runText(shell: Shell, text: string, isFinal = false, first = 1): Generator<Wait, void, void> {
  const { script, failure, unended } = parseScript(text, shell.dialect, first)
  const { text: before, line } = shell
  shell.text = text
  shell.descend()
  try {
    for (const it of unended) yield* warnOfUnended(shell, it, text)
    if (script.statements.length === 0 && failure === undefined) shell.status = 0
    yield* runLines(shell, script.statements, isFinal && failure === undefined)
    if (failure !== undefined) throw new NoScript(failure, text)
  } catch (error) {
    // It is told of where it has happened.
    if (error instanceof ShellError) error.prefix ??= shell.prefix
    throw error
  } finally {
    shell.text = before
    shell.depth--
    shell.line = line
  }
}

/** dash takes the end of the text for that of a here-document and says nothing. */
function* warnOfUnended(shell: Shell, { line, delimiter }: HereDocument, text: string): Generator<Wait, void, void> {
  if (!shell.dialect.isBash) return
  const last = text.replace(/\n$/, '').split('\n').length
  const where = shell.dialect.prefix(shell.name, last)
  const message = `here-document at line ${line} delimited by end-of-file (wanted \`${delimiter}')`
  yield* shell.print(`${where}warning: ${message}\n`, 2)
}

/** Statements, of which bash may give up all that stand on the same line. */
function* runLines(shell: Shell, statements: Body, isFinal: boolean): Generator<Wait, void, void> {
  let rest: Body = statements
  while (rest.length > 0) {
    try {
      yield* runStatements(shell, rest, isFinal)
      return
    } catch (error) {
      const isOuter = shell.subshells === 0 && shell.calls.length === 0 && shell.sourced === 0
      if (!(error instanceof ShellError && error.endsLine && isOuter)) throw error
      yield* shell.complainOf(error)
      shell.status = error.status
      const { line } = shell
      rest = rest.slice(rest.findLastIndex(statement => lineOf(statement) <= line) + 1)
    }
  }
}

/** The line that a statement begins on; 0 where the tree doesn't tell. */
function lineOf({ pipelines }: StatementNode): number {
  const command = pipelines[0]?.commands[0]
  if (command === undefined) return 0
  if (command.line !== undefined && command.line > 0) return command.line
  const inner =
    'clauses' in command
      ? command.clauses[0]?.condition
      : 'condition' in command
        ? command.condition
        : 'body' in command
          ? command.body
          : undefined
  const [first] = Array.isArray(inner) ? inner : []
  return first === undefined ? 0 : lineOf(first)
}

/** Of `$(< file)` alone, the file itself. */
function onlyInput({ statements: [statement, ...more] }: ScriptNode): RedirectionNode | undefined {
  const command = statement?.pipelines[0]?.commands[0]
  if (more.length > 0 || statement?.pipelines.length !== 1 || command?.type !== 'SimpleCommand') return undefined
  const {
    name,
    assignments,
    redirections: [redirection, ...others],
  } = command
  const isAlone = name === null && assignments.length === 0 && others.length === 0
  return isAlone && redirection?.operator === '<' && (redirection.fd ?? 0) === 0 ? redirection : undefined
}

/** Prints its standard input, as cat(1) does. */
function* copyInput(shell: Shell, redirection: RedirectionNode): Generator<Wait, void, void> {
  const { task } = shell
  function* copy(): Generator<Wait, void, void> {
    for (let part = yield* task.read(0); part.length > 0; part = yield* task.read(0)) yield* task.write(1, part)
  }
  yield* withRedirections(shell, [redirection], copy())
}

/** In $( ) bash goes on behind what fails, though set -e is on outside. */
function clearsErrexit({ dialect, shopt, options }: Shell): boolean {
  return dialect.isBash && !shopt.has('inherit_errexit') && !options.has('posix')
}

function* output(shell: Shell, script: ScriptNode): Generator<Wait, Uint8Array, void> {
  const { task } = shell
  const input = shell.dialect.isBash ? onlyInput(script) : undefined
  const { reader, writer } = task.pipe()
  reader.hold()
  const work = (sub: Shell) => {
    sub.traceDepth++
    if (clearsErrexit(sub)) sub.options.delete('errexit')
    return input === undefined ? runStatements(sub, script.statements, true) : copyInput(sub, input)
  }
  const { pid } = forkShell(shell, work, 'substitution', { descriptors: { 1: writer } })
  let bytes: Uint8Array
  try {
    const fd = task.descriptors.add(reader, 63)
    try {
      bytes = yield* task.readAll(fd)
    } catch (error) {
      throw error instanceof Errno && error.code === 'ENOMEM' ? outOfMemory(MOST_MEMORY + 1) : error
    } finally {
      task.descriptors.close(fd)
    }
  } finally {
    reader.release()
  }
  shell.lastSubstitution = statusOf(yield* task.wait(pid))
  // dash keeps $? until the command is done.
  if (shell.dialect.name !== 'dash') shell.status = shell.lastSubstitution
  shell.substitutions++
  return bytes
}

/** A pipe whose other end is open here as a descriptor: the path leads to it. */
function* processPath(shell: Shell, script: ScriptNode, direction: 'input' | 'output'): Generator<Wait, string, void> {
  const { task } = shell
  const { reader, writer } = task.pipe()
  const [own, others] = direction === 'input' ? [reader, writer] : [writer, reader]
  let fd = 63
  while (task.descriptors.has(fd)) fd--
  task.descriptors.set(fd, own)
  const descriptors = { [direction === 'input' ? 1 : 0]: others, [fd]: null }
  const { pid } = forkShell(shell, sub => runStatements(sub, script.statements, true), 'substitution', {
    descriptors,
  })
  shell.lastBackground = pid
  shell.substituted.push(fd)
  return `/dev/fd/${fd}`
}
