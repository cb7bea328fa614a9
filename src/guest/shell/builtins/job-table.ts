/** The jobs of a shell, and waiting for them. */

import type { Wait } from '../../wait.js'
import { statusOf } from '../run/status.js'
import { runPendingTraps, willTrap } from '../run/traps.js'
import type { Job, Shell } from '../shell.js'

/** 128 and the signal that has interrupted a wait. */
export class Interrupted {
  readonly status: number

  constructor(signal: number) {
    this.status = 128 + signal
  }
}

/** Learns which jobs have ended meanwhile. */
export function* noticeEnded(shell: Shell): Generator<Wait, void, void> {
  for (const job of shell.jobs) {
    const [pid] = job.pids
    if (job.status !== undefined || pid === undefined || shell.task.endingOf(pid) === undefined) continue
    const ending = yield* shell.task.wait(pid)
    job.status = statusOf(ending)
    if ('signal' in ending) job.signal = ending.signal
  }
}

/** The status of a job; Interrupted when a signal comes that is trapped. */
export function* waitForJob(shell: Shell, job: Job): Generator<Wait, number | Interrupted, void> {
  for (;;) {
    yield* noticeEnded(shell)
    if (job.status !== undefined) return job.status
    const interrupted = yield* pauseForChild(shell)
    if (interrupted !== undefined) return interrupted
  }
}

/** Until something has changed. */
export function* pauseForChild(shell: Shell): Generator<Wait, Interrupted | undefined, void> {
  const { task } = shell
  const before = task.pending.find(signal => willTrap(shell, signal))
  if (before === undefined) yield* task.waitForAny()
  const signal = task.pending.find(it => willTrap(shell, it))
  if (signal === undefined) {
    yield* runPendingTraps(shell)
    return undefined
  }
  yield* runPendingTraps(shell)
  return new Interrupted(signal)
}

/** Those that are shown: bash tells of the oldest first, the others of the latest. */
export function shownJobs({ jobs, dialect }: Shell): Job[] {
  const shown = jobs.filter(({ isGone }) => !isGone)
  return dialect.isBash ? shown : shown.reverse()
}

/** %1, %+, %%, %-, %name, %?text, or a pid. */
export function findJob(shell: Shell, text: string): Job | undefined {
  const jobs = shownJobs(shell)
  if (!text.startsWith('%')) return shell.jobs.findLast(({ pids }) => pids.includes(Number(text)))
  const spec = text.slice(1)
  const [current, previous = current] = latestJobs(shell)
  if (spec === '' || spec === '%' || spec === '+') return current
  if (spec === '-') return previous
  if (/^\d+$/.test(spec)) return jobs.find(({ number }) => number === Number(spec))
  if (spec.startsWith('?')) return jobs.find(job => job.text.includes(spec.slice(1)))
  return jobs.find(job => job.text.startsWith(spec))
}

/** The current job first. */
function latestJobs(shell: Shell): Job[] {
  const jobs = shownJobs(shell)
  if (!shell.dialect.isBash) return jobs
  const running = jobs.filter(({ status }) => status === undefined)
  return (running.length > 0 ? running : jobs).reverse()
}

/** "+" for the current one, "-" for the one before. */
export function markOf(shell: Shell, job: Job): string {
  const [current, previous] = latestJobs(shell)
  return current === job ? '+' : previous === job ? '-' : ' '
}

/** The number that a new job gets. */
export function nextNumber(shell: Shell): number {
  const jobs = shownJobs(shell)
  if (shell.dialect.isBash) return Math.max(0, ...jobs.map(({ number }) => number)) + 1
  // The first place that is free, or that of a job that nobody asks for any more.
  const taken = new Set(jobs.filter(({ isTold }) => !isTold).map(({ number }) => number))
  let number = 1
  while (taken.has(number)) number++
  for (const job of jobs) if (job.number === number) job.isGone = true
  return number
}
