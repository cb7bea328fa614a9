import { Errno } from '../../errno.js'
import { isKernelThread } from '../../kernel/proc-pid-names.js'
import { groupOf } from '../../kernel/proc-pid-terminal.js'
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { failed, refuseOption, usage } from './failing.js'
import { findJob } from './job-table.js'
import { nameOfSignal, numberOfSignal, signalTable } from './signal-names.js'

const TERM = 15
const INIT = 1

export const kill: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const words = [...args]
  let signal = TERM
  const [first = ''] = words
  if (first === '-l' || (isBash && first === '-L')) return yield* listSignals(shell, name, words.slice(1))
  if (first === '-s' || (isBash && first === '-n')) {
    words.shift()
    const text = words.shift()
    if (text === undefined) return yield* withoutSignal(shell, name, first)
    const number = numberOrZero(shell, text)
    if (number === undefined) return yield* noSignal(shell, name, text)
    signal = number
  } else if (first === '--') words.shift()
  else if (/^-./.test(first)) {
    const number = numberOrZero(shell, first.slice(1))
    if (number === undefined) {
      if (isBash) return yield* noSignal(shell, name, first.slice(1))
      return yield* refuseOption(shell, name, first.slice(0, 2))
    }
    words.shift()
    signal = number
  }
  if (words[0] === '--') words.shift()
  if (words.length === 0) return yield* explain(shell, name)
  let status = isBash ? 1 : 0
  for (const target of words) {
    const isSent = yield* send(shell, name, target, signal)
    // bash is content when one of them got it.
    if (isSent && isBash) status = 0
    if (!isSent && !isBash) status = 1
  }
  return status
}

function numberOrZero(shell: Shell, text: string): number | undefined {
  return text === '0' || text.toUpperCase() === 'EXIT' ? 0 : numberOfSignal(shell, text)
}

function* explain(shell: Shell, name: string): Generator<Wait, number, void> {
  if (shell.dialect.isBash) return yield* usage(shell, name)
  const text = 'Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]'
  throw yield* failed(shell, name, text)
}

function* withoutSignal(shell: Shell, name: string, option: string): Generator<Wait, number, void> {
  if (!shell.dialect.isBash) throw yield* failed(shell, name, `No arg for ${option} option`)
  yield* refuse(shell, name, `${option}: option requires an argument`)
  return 1
}

function* noSignal(shell: Shell, name: string, text: string): Generator<Wait, number, void> {
  if (shell.dialect.isBash) return yield* refuse(shell, name, `${text}: invalid signal specification`)
  throw yield* failed(shell, name, `invalid signal number or name: ${text}`)
}

function* send(shell: Shell, name: string, target: string, signal: number): Generator<Wait, boolean, void> {
  const { isBash } = shell.dialect
  const pid = yield* pidOf(shell, name, target)
  if (pid === undefined) return false
  try {
    if (pid > 0) shell.task.kill(pid, signal)
    else sendToGroup(shell, pid, signal)
    // One that has stopped itself goes on when it is continued.
    if (shell.task.guest.processes.get(shell.task.pid)?.isStopped) yield resume => resume()
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (isBash) yield* refuse(shell, name, `(${pid}) - ${error.text}`)
    else yield* shell.complain(`${name}: ${error.text}\n`)
    return false
  }
}

/** Without job control dash knows jobs by process groups that they don't have. */
function* pidOf(shell: Shell, name: string, target: string): Generator<Wait, number | undefined, void> {
  const { isBash } = shell.dialect
  if (target.startsWith('%')) {
    const job = findJob(shell, target)
    if (job === undefined) {
      if (!isBash) throw yield* failed(shell, name, `No such job: ${target}`)
      yield* refuse(shell, name, `${target}: no such job`)
      return undefined
    }
    return isBash && !job.hasGroup ? job.pids[0] : -(job.pids[0] ?? 0)
  }
  if (/^-?\d+$/.test(target)) return Number(target)
  if (!isBash) throw yield* failed(shell, name, `Illegal number: ${target}`)
  yield* refuse(shell, name, `${target}: arguments must be process or job IDs`)
  return undefined
}

/** As kill(2) takes a pid: 0 is the own group, -1 all that may be reached, and what is below a group. */
function sendToGroup({ task }: Shell, pid: number, signal: number): void {
  const { processes } = task.guest
  const own = processes.get(task.pid)
  const group = pid === 0 ? (own === undefined ? task.pid : groupOf(own)) : -pid
  const targets = processes
    .list()
    .filter(it => (pid === -1 ? it.pid !== INIT && it.pid !== task.pid && !isKernelThread(it) : groupOf(it) === group))
  if (targets.length === 0) throw new Errno('ESRCH')
  // The own process comes last: it may not outlive it.
  for (const it of [...targets].sort((a, b) => Number(a.pid === task.pid) - Number(b.pid === task.pid))) {
    task.kill(it.pid, signal)
  }
}

function* listSignals(shell: Shell, name: string, words: readonly string[]): Generator<Wait, number, void> {
  const { isBash } = shell.dialect
  if (words.length === 0) {
    if (isBash) yield* shell.print(signalTable())
    else yield* shell.print(namesOfDash())
    return 0
  }
  let status = 0
  for (const text of isBash ? words : words.slice(0, 1)) {
    if (/^\d+$/.test(text)) {
      // Of the status of a program that a signal has ended.
      const number = Number(text) > 128 ? Number(text) - 128 : Number(text)
      const known = number === 0 && isBash ? 'EXIT' : nameOfSignal(number)
      if (known !== undefined) yield* shell.print(`${known}\n`)
      else if (isBash) status = yield* noSignal(shell, name, text)
      else throw yield* failed(shell, name, `invalid signal number or exit status: ${text}`)
      continue
    }
    if (!isBash) throw yield* failed(shell, name, `Illegal number: ${text}`)
    const number = numberOrZero(shell, text)
    if (number === undefined) status = yield* noSignal(shell, name, text)
    else yield* shell.print(`${number}\n`)
  }
  return status
}

/** It numbers those that have no name, and two that it has no names for. */
function namesOfDash(): string {
  const names = Array.from({ length: 64 }, (_, index) => index + 1).map(number =>
    number === 16 ? '16' : (nameOfSignal(number) ?? String(number)),
  )
  return `0\n${names.join('\n')}\n`
}
