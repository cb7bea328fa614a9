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

/** Those that are shown. */
export function shownJobs(shell: Shell): Job[] {
  return shell.jobs.filter(({ isGone }) => !isGone)
}

/** %1, %+, %%, %-, %name, %?text, or a pid. */
export function findJob(shell: Shell, text: string): Job | undefined {
  const jobs = shownJobs(shell)
  if (!text.startsWith('%')) return shell.jobs.findLast(({ pids }) => pids.includes(Number(text)))
  const spec = text.slice(1)
  const running = jobs.filter(({ status }) => status === undefined)
  const current = running.length > 0 ? running : jobs
  if (spec === '' || spec === '%' || spec === '+') return current.at(-1)
  if (spec === '-') return current.at(-2) ?? current.at(-1)
  if (/^\d+$/.test(spec)) return jobs.find(({ number }) => number === Number(spec))
  if (spec.startsWith('?')) return jobs.find(job => job.text.includes(spec.slice(1)))
  return jobs.find(job => job.text.startsWith(spec))
}

/** "+" for the current one, "-" for the one before. */
export function markOf(shell: Shell, job: Job): string {
  if (findJob(shell, '%+') === job) return '+'
  return findJob(shell, '%-') === job ? '-' : ' '
}
