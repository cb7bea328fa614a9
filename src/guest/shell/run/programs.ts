/** Programs that a shell runs as its children, and what it says of those that it can't run. */
import { Errno } from '../../errno.js'
import { findExecutable } from '../../execve.js'
import { STUB_MARK } from '../../image/stub.js'
import type { Ending } from '../../processes.js'
import { signalName } from '../../programs/signals.js'
import type { Execution } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { CommandFailed, Exit } from '../control.js'
import type { Shell } from '../shell.js'
import { environOf } from './exported-functions.js'
import { Handover } from './handover.js'
import { forgetEnded } from './jobs-told.js'
import { runAsScript } from './script-file.js'
import { describeSignal } from './signal-texts.js'
import { statusOf } from './status.js'
import { runPendingTraps } from './traps.js'

const CANNOT_RUN = 126
const NOT_FOUND = 127
/** How much of a file shells look at to tell a script, in bytes. */
const LOOKED_AT = 80
/** What shells say nothing of. */
const SILENT = new Set(['INT', 'PIPE'])

/** `isFinal`: nothing else is to be done in this process, so the program takes it over. */
export function* runProgram(shell: Shell, words: readonly string[], isFinal: boolean): Generator<Wait, void, void> {
  const [path = ''] = words
  const execution = { path, argv: words, searchPath: shell.variables.text('PATH') ?? '', ...ofScripts(shell) }
  const environ = environFor(shell, path)
  if (isBinary(shell, path)) throw yield* cannotRun(shell, path, new Errno('ENOEXEC'))
  // What is ignored stays so behind execve(2); an action needs the shell.
  const isTrapped = [...shell.traps.values()].some(action => action !== '')
  if (isFinal && !isTrapped && isRunnable(shell, path)) throw new Handover(execution, environ)
  let ending: Ending
  try {
    ending = yield* shell.task.run(execution, { environ, ...(shell.controlsJobs && { pgid: 'own' }) })
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    throw yield* cannotRun(shell, path, error)
  }
  shell.status = statusOf(ending)
  if ('signal' in ending) yield* tellOfSignal(shell, ending.signal, words)
  yield* forgetEnded(shell)
  yield* runPendingTraps(shell)
}

/** A script that doesn't say what interprets it is bash's own work; other shells leave it to /bin/sh. */
function ofScripts(shell: Shell, toName?: (file: string) => string): Pick<Execution, 'runText'> {
  return shell.dialect.isBash ? { runText: runAsScript(shell, toName) } : {}
}

/** bash tells a program in $_ which file it is. */
function environFor(shell: Shell, path: string): readonly string[] {
  const { task, variables, dialect } = shell
  if (!dialect.isBash) return variables.environ()
  const environ = environOf(shell)
  try {
    const { cred, cwd } = task
    const found = findExecutable(task.guest.files, path, { searchPath: variables.text('PATH'), cred, cwd })
    return [...environ.filter(entry => !entry.startsWith('_=')), `_=${found}`]
  } catch (error) {
    if (error instanceof Errno) return environ
    throw error
  }
}

/** A name that is found nowhere is complained of by the shell that would hand over to it. */
function isRunnable(shell: Shell, path: string): boolean {
  try {
    if (isBinary(shell, path)) throw new Errno('ENOEXEC')
    shell.task.guest.tasks.check(shell.task, path, shell.variables.text('PATH') ?? '')
    return true
  } catch (error) {
    if (error instanceof Errno) return false
    throw error
  }
}

/** Prints why, and gives what is to be thrown. */
export function* cannotRun(shell: Shell, path: string, error: Errno): Generator<Wait, CommandFailed, void> {
  const { status, message } = complaint(shell, path, error)
  yield* shell.complain(message)
  return new CommandFailed(status)
}

function complaint(shell: Shell, path: string, { code, text }: Errno): { status: number; message: string } {
  const { dialect } = shell
  if (!path.includes('/')) {
    if (code === 'EACCES') return { status: CANNOT_RUN, message: `${path}: ${text}` }
    if (code === 'ENOEXEC') return { status: CANNOT_RUN, message: binary(shell, path, text) }
    // Without a PATH bash looks for it where it is.
    const hasPath = !dialect.isBash || shell.variables.text('PATH') !== undefined
    return { status: NOT_FOUND, message: hasPath ? dialect.notFound(path) : `${path}: ${text}` }
  }
  if (code === 'ENOENT') {
    const { files } = shell.task.guest
    const isThere = files.exists(shell.task.path(path), shell.task.cred)
    const ofBash = isThere ? 'cannot execute: required file not found' : text
    return { status: NOT_FOUND, message: dialect.isBash ? `${path}: ${ofBash}` : dialect.notFound(path) }
  }
  if (code === 'ENOEXEC') return { status: CANNOT_RUN, message: binary(shell, path, text) }
  if (isDirectory(shell, path) && dialect.isBash) return { status: CANNOT_RUN, message: `${path}: Is a directory` }
  return { status: CANNOT_RUN, message: `${path}: ${text}` }
}

function binary({ dialect }: Shell, path: string, text: string): string {
  return dialect.isBash ? `${path}: cannot execute binary file: ${text}` : `${path}: ${text}`
}

/** What no system can execute and no shell takes for a script: its first line has a NUL. */
function isBinary({ task, variables }: Shell, path: string): boolean {
  const { cred, cwd } = task
  const { files } = task.guest
  try {
    const found = findExecutable(files, path, { searchPath: variables.text('PATH'), cred, cwd })
    const content = Buffer.from(files.readFile(files.realpath(task.path(found)))).toString('latin1')
    const [first = ''] = content.slice(0, LOOKED_AT).split('\n')
    return first.includes('\0') && !STUB_MARK.test(content)
  } catch (error) {
    if (error instanceof Errno) return false
    throw error
  }
}

function isDirectory({ task }: Shell, path: string): boolean {
  const { files } = task.guest
  const full = task.path(path)
  return files.exists(full, task.cred) && files.stat(full, task.cred).kind === 'directory'
}

/** bash tells which command it was; dash only what has happened. */
export function* tellOfSignal(shell: Shell, signal: number, words: readonly string[]): Generator<Wait, void, void> {
  const name = signalName(signal)
  if (name !== undefined && SILENT.has(name)) return
  const what = describeSignal(signal)
  if (!shell.dialect.isBash) {
    yield* shell.print(`${what}\n`, 2)
    return
  }
  if (name === 'TERM') {
    yield* shell.print(`${what}\n`, 2)
    return
  }
  const pid = String(shell.task.lastWaited).padStart(5)
  yield* shell.print(`${shell.prefix}${pid} ${what.padEnd(23)} ${words.join(' ')}\n`, 2)
}

/** The status of `exec`; of a path bash tells from where it goes, and not who complains. */
function* cannotExec(shell: Shell, path: string, error: Errno): Generator<Wait, Exit, void> {
  if (!path.includes('/') && error.code === 'ENOENT') {
    yield* shell.complain(`exec: ${path}: not found`)
    return new Exit(NOT_FOUND)
  }
  const isOfBash = shell.dialect.isBash && path.includes('/')
  const { status, message } = complaint(shell, isOfBash ? shell.task.path(path) : path, error)
  yield* shell.complain(isOfBash ? message : `exec: ${message}`)
  return new Exit(status)
}

/** The builtin `exec` with words: this shell ends, and the program takes its place. */
export function* execute(
  shell: Shell,
  words: readonly string[],
  { argv0 = words[0] ?? '', environ = environOf(shell) } = {},
): Generator<Wait, never, void> {
  const [path = '', ...args] = words
  const execution = {
    path,
    argv: [argv0, ...args],
    searchPath: shell.variables.text('PATH') ?? '',
    // It knows itself by the whole path then.
    ...ofScripts(shell, file => shell.task.path(file.replace(/^(?:\.\/)+/, ''))),
  }
  try {
    if (isBinary(shell, path)) throw new Errno('ENOEXEC')
    shell.task.guest.tasks.check(shell.task, path, execution.searchPath)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    throw yield* cannotExec(shell, path, error)
  }
  throw new Handover(execution, shell.dialect.isBash ? environ.map(lessDeep) : environ)
}

/** What comes in place of a shell is as deep in shells as that was. */
function lessDeep(entry: string): string {
  const [, level] = /^SHLVL=(\d+)$/.exec(entry) ?? []
  return level === undefined ? entry : `SHLVL=${Math.max(0, Number(level) - 1)}`
}
