import type { Wait } from '../../wait.js'
import { tellOfSignal } from '../run/programs.js'
import type { Shell } from '../shell.js'
import { assignText } from './assigning.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { findJob, Interrupted, noticeEnded, pauseForChild, waitForJob } from './job-table.js'
import { readOptions } from './options.js'

const NO_CHILD = 127

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
    if (shell.dialect.name === 'dash' && !isKnown && job.signal !== undefined) {
      yield* tellOfSignal(shell, job.signal, [])
    }
    return result
  }
  if (target.startsWith('%')) {
    if (!isBash) throw yield* failed(shell, name, `No such job: ${target}`)
    return yield* refuse(shell, name, `${target}: no such job`, NO_CHILD)
  }
  if (isBash) yield* refuse(shell, name, `pid ${target} is not a child of this shell`)
  return NO_CHILD
}

/** -n: whichever ends first, of those named or of all that were not told of yet. */
function* waitForNext(
  shell: Shell,
  name: string,
  targets: readonly string[],
  told: string | undefined,
): Generator<Wait, number, void> {
  const jobs = targets.length === 0 ? shell.jobs : targets.flatMap(target => findJob(shell, target) ?? [])
  for (;;) {
    yield* noticeEnded(shell)
    const ended = jobs.find(({ status, isTold }) => status !== undefined && !isTold)
    if (ended !== undefined) {
      ended.isTold = true
      if (told !== undefined) yield* assignText(shell, name, told, String(ended.pids[0]))
      return ended.status ?? 0
    }
    if (jobs.every(({ status }) => status !== undefined)) return NO_CHILD
    const interrupted = yield* pauseForChild(shell)
    if (interrupted !== undefined) return interrupted.status
  }
}
