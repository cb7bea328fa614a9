/** jobs, disown, and what needs a terminal: bg, fg, suspend. */
import type { Wait } from '../../wait.js'
import { jobRow, stateOf } from '../run/jobs-told.js'
import type { Job, Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { findJob, Interrupted, markOf, noticeEnded, shownJobs, waitForJob } from './job-table.js'
import { readOptions } from './options.js'

const SIGCONT = 18

export const jobs: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const options = yield* readOptions(shell, name, args, isBash ? 'lnprsx' : 'lp')
  if (typeof options === 'number') return options
  yield* noticeEnded(shell)
  for (const job of shell.jobs) job.isStopped = isStopped(shell, job)
  let status = 0
  const shown: Job[] = []
  const ended: Job[] = []
  for (const target of options.rest) {
    const job = findJob(shell, target)
    if (job !== undefined && !job.isGone) shown.push(job)
    else {
      if (!isBash) throw yield* failed(shell, name, `No such job: ${target}`)
      yield* refuse(shell, name, `${target}: no such job`)
      status = 1
    }
  }
  for (const job of options.rest.length === 0 ? shownJobs(shell) : shown) {
    if (options.has('s') && !job.isStopped) continue
    if (options.has('r') && (job.isStopped || job.status !== undefined)) continue
    yield* shell.print(options.has('p') ? `${job.pids[0]}\n` : row(shell, job, options.has('l')))
    // bash counts them until it is done.
    if (isBash) ended.push(job)
    else if (job.status !== undefined) job.isGone = true
  }
  for (const job of ended) if (job.status !== undefined) job.isGone = true
  return status
}

/** Without job control nobody notices. */
function isStopped({ controlsJobs, task }: Shell, { pids: [pid = 0] }: Job): boolean {
  return controlsJobs && task.guest.processes.get(pid)?.isStopped === true
}

function row(shell: Shell, job: Job, isLong: boolean): string {
  const mark = markOf(shell, job)
  const pid = isLong ? `${String(job.pids[0]).padStart(5)} ` : ''
  if (shell.dialect.isBash) return jobRow(job, mark, pid)
  const state = stateOf(job).replace(/^Exit (.*)$/, 'Done($1)')
  // busybox has the blank behind the mark.
  const marked = shell.dialect.name === 'ash' ? `${mark}  ` : ` ${mark} `
  return `[${job.number}]${marked}${pid}${state.padEnd(27)}\n`
}

export const disown: Builtin = function* (shell, args, name) {
  const options = yield* readOptions(shell, name, args, 'har')
  if (typeof options === 'number') return options
  yield* noticeEnded(shell)
  const forget = (job: Job) => {
    if (!options.has('h')) shell.jobs = shell.jobs.filter(it => it !== job)
  }
  if (options.rest.length === 0 && (options.has('a') || options.has('r'))) {
    for (const job of shownJobs(shell)) if (!options.has('r') || job.status === undefined) forget(job)
    return 0
  }
  let status = 0
  for (const target of options.rest.length === 0 ? ['%+'] : options.rest) {
    const job = findJob(shell, target)
    if (job !== undefined) forget(job)
    else {
      yield* refuse(shell, name, `${options.rest.length === 0 ? 'current' : target}: no such job`)
      status = 1
    }
  }
  return status
}

export const foreground: Builtin = function* (shell, args, name) {
  if (!shell.controlsJobs) return yield* refuseControl(shell, args, name)
  const job = yield* controlled(shell, args, name)
  if (job === undefined) return 1
  yield* shell.print(`${job.text}\n`)
  continueJob(shell, job)
  const status = yield* waitForJob(shell, job)
  if (status instanceof Interrupted) return status.status
  job.isGone = true
  return status
}

export const background: Builtin = function* (shell, args, name) {
  if (!shell.controlsJobs) return yield* refuseControl(shell, args, name)
  const job = yield* controlled(shell, args, name)
  if (job === undefined) return 1
  yield* shell.print(`[${job.number}]${markOf(shell, job)} ${job.text} &\n`)
  continueJob(shell, job)
  return 0
}

function* controlled(
  shell: Shell,
  [target = '%+']: readonly string[],
  name: string,
): Generator<Wait, Job | undefined, void> {
  yield* noticeEnded(shell)
  const job = findJob(shell, target)
  if (job !== undefined && !job.isGone) return job
  yield* refuse(shell, name, `${target === '%+' ? 'current' : target}: no such job`)
  return undefined
}

function continueJob({ task }: Shell, { pids: [pid = 0] }: Job): void {
  const { processes } = task.guest
  for (const it of processes.list()) if (it.pgid === pid && it.isStopped) processes.signal(it.pid, SIGCONT)
}

function* refuseControl(shell: Shell, [target]: readonly string[], name: string): Generator<Wait, number, void> {
  if (shell.dialect.isBash) return yield* refuse(shell, name, 'no job control')
  if (target === undefined && findJob(shell, '%+') === undefined) throw yield* failed(shell, name, 'No current job')
  if (target !== undefined && findJob(shell, target) === undefined) {
    throw yield* failed(shell, name, `No such job: ${target}`)
  }
  throw yield* failed(shell, name, `job ${target ?? '%+'} not created under job control`)
}

export const suspend: Builtin = (shell, _args, name) => refuse(shell, name, 'cannot suspend: no job control')
