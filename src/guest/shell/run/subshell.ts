/** Shells that are copies of another one, in a process of their own: ( ), parts of pipelines, $( ), jobs. */
import type { Ending } from '../../processes.js'
import type { Inheritance, Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { CommandFailed, Exit, LoopJump, Return, ShellError } from '../control.js'
import { specialVariables } from '../expand/special-variables.js'
import type { Job, Shell } from '../shell.js'
import { Handover } from './handover.js'
import { complainOfText, NoScript } from './syntax-errors.js'
import { runTrap } from './traps.js'

/** Where a shell is copied to. */
type Place = 'substitution' | 'pipeline' | 'brackets' | 'job'

/** Starts the copy, which does `work` and ends with its status. */
export function forkShell(
  shell: Shell,
  work: (sub: Shell) => Generator<Wait, void, void>,
  place: Place,
  inheritance: Inheritance = {},
): Task {
  const jobs = knowsJobs(shell, place) ? foreignJobs(shell) : []
  return shell.task.fork(task => {
    // What the shell does behind this call is none of the copy's business, however late that begins.
    const sub = shell.fork(task)
    sub.jobs = jobs
    specialVariables(sub)
    for (const [signal, disposition] of task.dispositions) if (disposition === 'catch') task.dispositions.delete(signal)
    return toTheEnd(sub, work(sub))
  }, inheritance)
}

/** bash forgets its jobs but in $( ), busybox but in that and in pipelines. */
function knowsJobs({ dialect }: Shell, place: Place): boolean {
  return dialect.isBash
    ? place === 'substitution'
    : dialect.name === 'ash' && (place === 'substitution' || place === 'pipeline')
}

/** Those that run, as `jobs` of a copy shows them; busybox' copy of a copy knows none. */
export function foreignJobs(shell: Shell): Job[] {
  const running = shell.jobs.filter(
    ({ isGone, isForeign, status, pids: [pid = 0] }) =>
      !isGone && (shell.dialect.isBash || !isForeign) && status === undefined && shell.task.endingOf(pid) === undefined,
  )
  return running.map(job => ({ ...job, isForeign: true }))
}

/** Does the work of a whole shell: whatever leaves it, and its trap of EXIT, come to how the process ends. */
export function* toTheEnd(shell: Shell, work: Generator<Wait, void, void>): Generator<Wait, Ending, void> {
  try {
    yield* untilLeft(shell, work)
  } catch (error) {
    if (error instanceof Handover) return yield* shell.task.become(error.execution, error.environ)
    throw error
  }
  if (shell.traps.has('EXIT')) {
    const { status } = shell
    const isDone = yield* untilLeft(shell, runTrap(shell, 'EXIT'))
    // Without an exit of its own the trap changes nothing.
    if (isDone) shell.status = status
  }
  return { exitCode: shell.status & 0xff }
}

/** False if an exit has ended it early. */
function* untilLeft(shell: Shell, work: Generator<Wait, void, void>): Generator<Wait, boolean, void> {
  try {
    yield* work
    return true
  } catch (error) {
    if (error instanceof Exit || error instanceof Return || error instanceof CommandFailed) shell.status = error.status
    else if (error instanceof ShellError) {
      yield* shell.complainOf(error)
      shell.status = error.status
    } else if (error instanceof NoScript) {
      yield* complainOfText(shell, error)
      shell.status = error.status
    } else if (!(error instanceof LoopJump)) throw error
    return !(error instanceof Exit)
  }
}
