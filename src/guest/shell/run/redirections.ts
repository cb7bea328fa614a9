/** Redirections: what descriptors refer to while a command runs, and afterwards again. */
import { Errno } from '../../errno.js'
import { encodeName } from '../../files/names.js'
import { type Description, Given } from '../../tasks/description.js'
import { Interrupted } from '../../tasks/interrupted.js'
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import { expandHereDoc, expandText, expandWords } from '../expand/expand.js'
import type { Shell } from '../shell.js'
import type { RedirectionNode, WordNode } from '../syntax-tree.js'
import { Handover } from './handover.js'
import { openNetwork } from './network-file.js'
import { runPendingTraps, willTrap } from './traps.js'

/** What descriptors referred to before; undefined: they were closed. */
type Saved = [fd: number, description: Description | undefined][]

/** Descriptors of scripts begin here, out of the way of those that scripts number themselves. */
const FIRST_OWN = 10

const INPUTS = new Set(['<', '<<', '<<-', '<<<', '<&', '<>'])

/**
 * Does the work with the descriptors redirected. Throws ShellError, with all as it was, when one can't be. `isOfProgram`: bash
 * has forked before, so that its traps wait until the program has ended.
 */
export function* withRedirections(
  shell: Shell,
  redirections: readonly RedirectionNode[],
  work: Generator<Wait, void, void>,
  isOfProgram = false,
): Generator<Wait, void, void> {
  if (redirections.length === 0) {
    yield* work
    return
  }
  const saved = yield* redirect(shell, redirections, isOfProgram)
  try {
    yield* work
  } catch (error) {
    // A program that takes this process over has them for good.
    if (error instanceof Handover) forget(saved)
    throw error
  } finally {
    restore(shell, saved)
  }
}

/** What was there before is to be restored. Throws ShellError, with all as it was. */
export function* redirect(
  shell: Shell,
  redirections: readonly RedirectionNode[],
  isOfProgram = false,
): Generator<Wait, Saved, void> {
  const saved: Saved = []
  try {
    for (const redirection of redirections) yield* redirectOne(shell, redirection, saved, isOfProgram)
  } catch (error) {
    restore(shell, saved)
    throw error
  }
  return saved
}

function* redirectOne(
  shell: Shell,
  redirection: RedirectionNode,
  saved: Saved,
  isOfProgram: boolean,
): Generator<Wait, void, void> {
  const { operator, fdVariable } = redirection
  const fd = redirection.fd ?? (INPUTS.has(operator) ? 0 : 1)
  if (operator === '&>' || operator === '&>>') {
    const description = yield* openTarget(shell, redirection, operator === '&>' ? '>' : '>>', isOfProgram)
    replace(shell, 1, description, saved)
    replace(shell, 2, description, saved)
    return
  }
  if (operator === '>&' || operator === '<&') {
    yield* duplicate(shell, redirection, fd, saved, isOfProgram)
    return
  }
  const description = yield* openTarget(shell, redirection, operator, isOfProgram)
  if (fdVariable === undefined) replace(shell, fd, description, saved)
  // One that the shell has numbered itself stays open.
  else shell.variables.set(fdVariable, String(shell.task.descriptors.add(description, FIRST_OWN)))
}

/** `2>&1`, `<&3`, `>&-`, `3>&1-`; and `>&file`, which is `&>file`. */
function* duplicate(
  shell: Shell,
  { operator, target, fdVariable }: RedirectionNode,
  fd: number,
  saved: Saved,
  isOfProgram: boolean,
): Generator<Wait, void, void> {
  const text = yield* expandText(shell, target as WordNode)
  const [, digits, moves] = /^(\d*)(-?)$/.exec(text) ?? []
  if (digits === undefined || text === '') {
    if (shell.dialect.name === 'dash') throw badNumber()
    if (operator !== '>&' || fd !== 1) throw new ShellError(`${text}: ambiguous redirect`)
    const description = yield* openFile(shell, text, '>', isOfProgram)
    replace(shell, 1, description, saved)
    replace(shell, 2, description, saved)
    return
  }
  if (digits === '') {
    const closed = fdVariable === undefined ? fd : Number(shell.variables.text(fdVariable) ?? -1)
    if (fdVariable === undefined) replace(shell, closed, undefined, saved)
    else if (shell.task.descriptors.has(closed)) shell.task.descriptors.close(closed)
    return
  }
  if (shell.dialect.name === 'dash' && !/^\d$/.test(text)) throw badNumber()
  const { descriptors } = shell.task
  if (!descriptors.has(Number(digits))) throw new ShellError(`${digits}: Bad file descriptor`, failure(shell))
  const description = descriptors.get(Number(digits))
  if (fdVariable === undefined) replace(shell, fd, description, saved)
  else shell.variables.set(fdVariable, String(descriptors.add(description, FIRST_OWN)))
  if (moves === '-') replace(shell, Number(digits), undefined, saved)
}

/** dash knows descriptors of one digit. */
function badNumber(): ShellError {
  return new ShellError('Syntax error: Bad fd number', { status: 2, isFatal: true })
}

function* openTarget(
  shell: Shell,
  { target }: RedirectionNode,
  operator: string,
  isOfProgram: boolean,
): Generator<Wait, Description, void> {
  if (target.type === 'HereDoc') {
    const text = yield* expandHereDoc(shell, target.content, target.quoted, target.stripTabs)
    return new Given(encodeName(text), shell.task.guest.tasks.pipeLink())
  }
  if (operator === '<<<') {
    const text = yield* expandText(shell, target)
    return new Given(encodeName(`${text}\n`), shell.task.guest.tasks.pipeLink())
  }
  const names = shell.dialect.isBash ? yield* expandWords(shell, [target]) : [yield* expandText(shell, target)]
  const [name, ...more] = names
  if (name === undefined || more.length > 0)
    throw new ShellError(`${yield* expandText(shell, target)}: ambiguous redirect`)
  return yield* openFile(shell, name, operator, isOfProgram)
}

function* openFile(
  shell: Shell,
  name: string,
  operator: string,
  isOfProgram: boolean,
): Generator<Wait, Description, void> {
  try {
    const connection = yield* openNetwork(shell, name)
    if (connection !== undefined) return connection
    if (operator === '>' && shell.options.has('noclobber') && isPlainFile(shell, name)) {
      throw new ShellError(
        shell.dialect.isBash ? `${name}: cannot overwrite existing file` : `cannot create ${name}: File exists`,
        failure(shell),
      )
    }
    return yield* openInterruptibly(shell, name, operator, isOfProgram)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    throw new ShellError(openFailed(shell, name, operator, error), failure(shell))
  }
}

/** Traps are executed while a fifo waits for its other end: bash goes on waiting, other shells give it up. */
function* openInterruptibly(
  shell: Shell,
  name: string,
  operator: string,
  isOfProgram: boolean,
): Generator<Wait, Description, void> {
  const { task, dialect } = shell
  for (;;) {
    try {
      return yield* task.open(name, flagsOf(operator), undefined, true)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
      if (isOfProgram && dialect.isBash && task.pending.every(signal => willTrap(shell, signal))) continue
      if (dialect.isBash) yield* runPendingTraps(shell)
      else throw new ShellError(interrupted(shell, name, operator), failure(shell))
    }
  }
}

function interrupted({ dialect }: Shell, name: string, operator: string): string {
  const verb = operator === '<' ? 'open' : 'create'
  return `${dialect.name === 'ash' ? "can't" : 'cannot'} ${verb} ${name}: Interrupted system call`
}

function flagsOf(operator: string) {
  switch (operator) {
    case '<':
      return { read: true, write: false }
    case '<>':
      return { read: true, write: true, create: true }
    case '>>':
      return { read: false, write: true, create: true, append: true }
    default:
      return { read: false, write: true, create: true, truncate: true }
  }
}

function isPlainFile({ task }: Shell, name: string): boolean {
  const { files } = task.guest
  const path = task.path(name)
  return files.exists(path, task.cred) && files.stat(path, task.cred).kind === 'file'
}

/** dash tells what it wanted, and in which words a missing folder is missing. */
function openFailed({ dialect }: Shell, name: string, operator: string, { code, text }: Errno): string {
  if (dialect.isBash) return `${name}: ${text}`
  const what = operator === '<' ? 'open' : 'create'
  if (code === 'ENOENT') {
    const missing = dialect.name === 'ash' ? (what === 'open' ? 'no such file' : 'nonexistent directory') : undefined
    const refuses = dialect.name === 'ash' ? "can't" : 'cannot'
    return `${refuses} ${what} ${name}: ${missing ?? (what === 'open' ? 'No such file' : 'Directory nonexistent')}`
  }
  return `${dialect.name === 'ash' ? "can't" : 'cannot'} ${what} ${name}: ${text}`
}

function failure({ dialect }: Shell) {
  return { status: dialect.name === 'dash' ? 2 : 1 }
}

function replace(shell: Shell, fd: number, description: Description | undefined, saved: Saved): void {
  const { descriptors } = shell.task
  const before = descriptors.has(fd) ? descriptors.get(fd).hold() : undefined
  saved.push([fd, before])
  if (description !== undefined) descriptors.set(fd, description)
  else if (before !== undefined) descriptors.close(fd)
}

export function restore(shell: Shell, saved: Saved): void {
  const { descriptors } = shell.task
  for (const [fd, before] of saved.splice(0).toReversed()) {
    if (before === undefined) {
      if (descriptors.has(fd)) descriptors.close(fd)
      continue
    }
    descriptors.set(fd, before)
    before.release()
  }
}

function forget(saved: Saved): void {
  for (const [, before] of saved.splice(0)) before?.release()
}

/** `exec` with redirections alone: they stay. */
export function* redirectForGood(shell: Shell, redirections: readonly RedirectionNode[]): Generator<Wait, void, void> {
  forget(yield* redirect(shell, redirections))
}
