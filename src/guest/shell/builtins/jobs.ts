/** jobs, disown, and what needs a terminal: bg, fg, suspend. */
import type { Wait } from '../../wait.js'
import type { Job, Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { findJob, markOf, noticeEnded, shownJobs } from './job-table.js'
import { readOptions } from './options.js'

export const jobs: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const options = yield* readOptions(shell, name, args, isBash ? 'lnprsx' : 'lp')
  if (typeof options === 'number') return options
  yield* noticeEnded(shell)
  // bash drops those that have ended before anybody asks, when nobody sits at it.
  if (isBash) for (const job of shownJobs(shell)) if (job.status !== undefined) job.isGone = true
  let status = 0
  const shown: Job[] = []
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
    if (options.has('s')) continue
    yield* shell.print(options.has('p') ? `${job.pids[0]}\n` : row(shell, job, options.has('l')))
    if (job.status !== undefined) job.isGone = true
  }
  return status
}

function row(shell: Shell, job: Job, isLong: boolean): string {
  const state =
    job.status === undefined
      ? 'Running'
      : job.status === 0
        ? 'Done'
        : shell.dialect.isBash
          ? `Exit ${job.status}`
          : `Done(${job.status})`
  const mark = markOf(shell, job)
  const pid = isLong ? `${String(job.pids[0]).padStart(5)} ` : ''
  if (!shell.dialect.isBash) return `[${job.number}] ${mark} ${pid}${state.padEnd(27)}\n`
  return `[${job.number}]${mark}  ${pid}${state.padEnd(24)}${job.text}${job.status === undefined ? ' &' : ''}\n`
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

export const foreground: Builtin = (shell, args, name) => control(shell, args, name)
export const background: Builtin = (shell, args, name) => control(shell, args, name)

function* control(shell: Shell, [target]: readonly string[], name: string): Generator<Wait, number, void> {
  if (shell.dialect.isBash) return yield* refuse(shell, name, 'no job control')
  if (target === undefined && findJob(shell, '%+') === undefined) throw yield* failed(shell, name, 'No current job')
  if (target !== undefined && findJob(shell, target) === undefined) {
    throw yield* failed(shell, name, `No such job: ${target}`)
  }
  throw yield* failed(shell, name, `job ${target ?? '%+'} not created under job control`)
}

export const suspend: Builtin = (shell, _args, name) => refuse(shell, name, 'cannot suspend: no job control')
