/** What bash says of jobs that have ended, and when it takes them off its table. */

import { signalName } from '../../programs/signals.js'
import type { Wait } from '../../wait.js'
import { noticeEnded, shownJobs } from '../builtins/job-table.js'
import type { Job, Shell } from '../shell.js'
import { describeSignal } from './signal-texts.js'

/** What shells that nobody sits at say nothing of. */
const SILENT = new Set(['INT', 'PIPE', 'TERM'])
const STATE_WIDTH = 24

/** Behind a command that was waited for. What $! was can still be asked for with `wait PID`. */
export function* forgetEnded(shell: Shell): Generator<Wait, void, void> {
  yield* noticeEnded(shell)
  if (!shell.dialect.isBash) return
  yield* dropJobs(
    shell,
    shownJobs(shell).filter(({ status }) => status !== undefined),
  )
}

/** Takes ended jobs off the table, and tells of them as far as nobody has. */
export function* dropJobs(shell: Shell, ended: readonly Job[]): Generator<Wait, void, void> {
  const shown = shownJobs(shell)
  for (const job of ended) {
    if (job.isGone || job.isForeign) continue
    const at = shown.length - shown.indexOf(job)
    const mark = at === 1 ? '+' : at === 2 ? '-' : ' '
    const name = job.signal === undefined ? undefined : signalName(job.signal)
    if (shell.controlsJobs) yield* shell.print(jobRow(job, mark), 2)
    else if (job.signal !== undefined && !SILENT.has(name ?? '')) {
      const pid = String(job.pids[0]).padStart(5)
      yield* shell.print(`${shell.prefix}${pid} ${describeSignal(job.signal).padEnd(23)} ${job.text}\n`, 2)
    }
  }
  for (const job of ended) job.isGone = true
}

/** "[1]+  Running                 sleep 1 &" */
export function jobRow(job: Job, mark: string, pid = ''): string {
  const state = stateOf(job)
  return `[${job.number}]${mark}  ${pid}${state.padEnd(STATE_WIDTH)}${job.text}${state === 'Running' ? ' &' : ''}\n`
}

export function stateOf({ status, signal, isStopped }: Job): string {
  if (status === undefined) return isStopped ? 'Stopped' : 'Running'
  if (signal !== undefined) return describeSignal(signal)
  return status === 0 ? 'Done' : `Exit ${status}`
}
