import type { Wait } from '../../wait.js'
import { dropJobs } from '../run/jobs-told.js'
import { tellOfSignal } from '../run/programs.js'
import type { Job, Shell } from '../shell.js'
import { assignText } from './assigning.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { findJob, Interrupted, noticeEnded, pauseForChild, shownJobs, waitForJob } from './job-table.js'
import { readOptions } from './options.js'

const NO_CHILD = 127
/** What bash makes of a job that a copy of it knows, but can't wait for. */
const OF_ANOTHER = -1

export const wait: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const options = yield* readOptions(shell, name, args, isBash ? 'fnp:' : '')
  if (typeof options === 'number') return options
  const { rest } = options
  const told = options.value('p')
  if (told !== undefined) shell.variables.unset(told)
  if (options.has('n')) return yield* waitForNext(shell, name, rest, told)
  if (rest.length === 0) return yield* waitForAll(shell)
  let status = 0
  for (const target of rest) {
    const result = yield* waitForOne(shell, name, target)
    if (result instanceof Interrupted) return result.status
    status = result
    const waited = findJob(shell, target)
    if (waited?.status !== undefined) yield* tellOfWaited(shell, waited)
    const pid = findJob(shell, target)?.pids[0]
    if (told !== undefined && pid !== undefined) yield* assignText(shell, name, told, String(pid))
  }
  return status
}

function* waitForAll(shell: Shell): Generator<Wait, number, void> {
  for (;;) {
    yield* noticeEnded(shell)
    const { children } = shell.task
    const isLeft = shell.jobs.some(({ status, pids }) => status === undefined && children.includes(pids[0] ?? 0))
    if (!isLeft) break
    const interrupted = yield* pauseForChild(shell)
    if (interrupted !== undefined) return interrupted.status
  }
  if (shell.dialect.isBash) {
    yield* dropJobs(
      shell,
      shell.jobs.filter(({ status }) => status !== undefined),
    )
    shell.jobs = shell.jobs.filter(({ status }) => status === undefined)
  } else for (const job of shell.jobs) if (job.status !== undefined) job.isTold = true
  return 0
}

function* waitForOne(shell: Shell, name: string, target: string): Generator<Wait, number | Interrupted, void> {
  const { isBash } = shell.dialect
  if (!/^(?:%.*|\d+)$/s.test(target)) {
    if (!isBash) throw yield* failed(shell, name, `Illegal number: ${target}`)
    return yield* refuse(shell, name, `\`${target}': not a pid or valid job spec`)
  }
  const job = findJob(shell, target)
  if (job !== undefined && (job.status !== undefined || shell.task.children.includes(job.pids[0] ?? 0))) {
    const isKnown = job.status !== undefined
    const result = yield* waitForJob(shell, job)
    if (!isBash && !isKnown && job.signal !== undefined) {
      yield* tellOfSignal(shell, job.signal, [])
    }
    return result
  }
  if (job?.isForeign && isBash) return OF_ANOTHER
  if (target.startsWith('%')) {
    if (!isBash) throw yield* failed(shell, name, `No such job: ${target}`)
    return yield* refuse(shell, name, `${target}: no such job`, NO_CHILD)
  }
  if (isBash) yield* refuse(shell, name, `pid ${target} is not a child of this shell`)
  return NO_CHILD
}

/** It leaves the table; bash keeps its status for who knows its pid. */
function* tellOfWaited(shell: Shell, job: Job): Generator<Wait, void, void> {
  if (shell.dialect.isBash) yield* dropJobs(shell, [job])
  else job.isTold = true
}

/** -n: whichever ends first, of those named or of all that were not told of yet. */
function* waitForNext(
  shell: Shell,
  name: string,
  targets: readonly string[],
  told: string | undefined,
): Generator<Wait, number, void> {
  for (const target of targets) {
    const job = findJob(shell, target)
    if (job === undefined || job.isGone) return yield* refuse(shell, name, `${target}: no such job`, NO_CHILD)
  }
  const all = targets.length === 0 ? shownJobs(shell) : targets.flatMap(target => findJob(shell, target) ?? [])
  const jobs = all.filter(({ isForeign }) => !isForeign)
  if (jobs.length < all.length && jobs.length === 0) return 0
  for (;;) {
    yield* noticeEnded(shell)
    const ended = jobs.find(({ status, isGone }) => status !== undefined && !isGone)
    if (ended !== undefined) {
      yield* dropJobs(shell, [ended])
      if (told !== undefined) yield* assignText(shell, name, told, String(ended.pids[0]))
      return ended.status ?? 0
    }
    if (jobs.every(({ status }) => status !== undefined)) return NO_CHILD
    const interrupted = yield* pauseForChild(shell)
    if (interrupted !== undefined) return interrupted.status
  }
}
