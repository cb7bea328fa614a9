/** Programs that a shell runs as its children, and what it says of those that it can't run. */
import { Errno } from '../../errno.js'
import { findExecutable } from '../../execve.js'
import type { Ending } from '../../processes.js'
import { signalName } from '../../programs/signals.js'
import type { Wait } from '../../wait.js'
import { CommandFailed, Exit } from '../control.js'
import type { Shell } from '../shell.js'
import { Handover } from './handover.js'
import { statusOf } from './status.js'
import { runPendingTraps } from './traps.js'

const CANNOT_RUN = 126
const NOT_FOUND = 127
/** What shells say nothing of. */
const SILENT = new Set(['INT', 'PIPE'])

/** `isFinal`: nothing else is to be done in this process, so the program takes it over. */
export function* runProgram(shell: Shell, words: readonly string[], isFinal: boolean): Generator<Wait, void, void> {
  const [path = ''] = words
  const execution = { path, argv: words, searchPath: shell.variables.text('PATH') ?? '', shellFallback: true }
  const environ = environFor(shell, path)
  if (isFinal && shell.traps.size === 0 && isRunnable(shell, path)) throw new Handover(execution, environ)
  let ending: Ending
  try {
    ending = yield* shell.task.run(execution, { environ })
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    throw yield* cannotRun(shell, path, error)
  }
  shell.status = statusOf(ending)
  if ('signal' in ending) yield* tellOfSignal(shell, ending.signal, words)
  yield* runPendingTraps(shell)
}

/** bash tells a program in $_ which file it is. */
function environFor({ task, variables, dialect }: Shell, path: string): readonly string[] {
  const environ = variables.environ()
  if (!dialect.isBash) return environ
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
    return { status: NOT_FOUND, message: dialect.notFound(path) }
  }
  if (code === 'ENOENT') {
    return { status: NOT_FOUND, message: dialect.isBash ? `${path}: ${text}` : dialect.notFound(path) }
  }
  if (isDirectory(shell, path) && dialect.isBash) return { status: CANNOT_RUN, message: `${path}: Is a directory` }
  return { status: CANNOT_RUN, message: `${path}: ${text}` }
}

function isDirectory({ task }: Shell, path: string): boolean {
  const { files } = task.guest
  const full = task.path(path)
  return files.exists(full, task.cred) && files.stat(full, task.cred).kind === 'directory'
}

/** bash tells which command it was; dash only what has happened. */
function* tellOfSignal(shell: Shell, signal: number, words: readonly string[]): Generator<Wait, void, void> {
  const name = signalName(signal)
  if (name !== undefined && SILENT.has(name)) return
  const what = DESCRIPTIONS[name ?? ''] ?? `Unknown signal ${signal}`
  if (!shell.dialect.isBash) {
    yield* shell.print(`${what}\n`, 2)
    return
  }
  const pid = String(shell.task.lastWaited).padStart(5)
  yield* shell.print(`${shell.prefix}${pid} ${what.padEnd(23)} ${words.join(' ')}\n`, 2)
}

/** strsignal(3) */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  HUP: 'Hangup',
  INT: 'Interrupt',
  QUIT: 'Quit',
  ILL: 'Illegal instruction',
  TRAP: 'Trace/breakpoint trap',
  ABRT: 'Aborted',
  BUS: 'Bus error',
  FPE: 'Floating point exception',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  SEGV: 'Segmentation fault',
  USR2: 'User defined signal 2',
  PIPE: 'Broken pipe',
  ALRM: 'Alarm clock',
  TERM: 'Terminated',
  STKFLT: 'Stack fault',
  XCPU: 'CPU time limit exceeded',
  XFSZ: 'File size limit exceeded',
  VTALRM: 'Virtual timer expired',
  PROF: 'Profiling timer expired',
  POLL: 'I/O possible',
  PWR: 'Power failure',
  SYS: 'Bad system call',
}

/** The builtin `exec` with words: this shell ends, and the program takes its place. */
export function* execute(
  shell: Shell,
  words: readonly string[],
  { argv0 = words[0] ?? '', environ = shell.variables.environ() } = {},
): Generator<Wait, never, void> {
  const [path = '', ...args] = words
  const execution = {
    path,
    argv: [argv0, ...args],
    searchPath: shell.variables.text('PATH') ?? '',
    shellFallback: true,
  }
  try {
    shell.task.guest.tasks.check(shell.task, path, execution.searchPath)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const { status, message } = complaint(shell, path, error)
    const isMissing = error.code === 'ENOENT' && !path.includes('/')
    yield* shell.complain(`exec: ${isMissing ? `${path}: not found` : message}`)
    throw new Exit(status)
  }
  throw new Handover(execution, environ)
}
