import { Errno } from '../../errno.js'
import { groupOf } from '../../kernel/proc-pid-terminal.js'
import type { Task } from '../../tasks/task.js'
import { quoted } from '../quote.js'
import { signalName, signalNumber } from '../signals.js'
import { notRun, program, statusOf } from './console.js'
import { parseDuration } from './duration.js'

const CANNOT_RUN = 125
const TIMED_OUT = 124
const SIGKILL = 9
const SIGCONT = 18
const FORWARDED = [1, 2, 3, 15]

export const timeout = program(function* (console) {
  const { task } = console
  const { clock, processes } = task.guest
  const declared = ['s,signal=', 'k,kill-after=', 'preserve-status', 'foreground', 'v,verbose']
  const options = yield* console.options(declared, { usageCode: CANNOT_RUN, stopEarly: true })
  const [limit, path, ...args] = options.operands
  if (limit === undefined || path === undefined) return yield* console.usage(undefined, CANNOT_RUN)
  const durations: (bigint | 'forever')[] = []
  for (const text of [limit, options.value('k') ?? '0']) {
    const duration = parseDuration(text)
    if (duration === undefined) return yield* console.usage(`invalid time interval ${quoted(text)}`, CANNOT_RUN)
    durations.push(duration)
  }
  const [duration = 0n, killAfter = 0n] = durations
  const signal = signalNumber(options.value('s') ?? 'TERM')
  if (signal === undefined) {
    return yield* console.usage(`${quoted(options.value('s') ?? '')}: invalid signal`, CANNOT_RUN)
  }
  let isTimedOut = false
  let sent = 0
  const timers: { cancel(): void }[] = []
  /** What is to be sent: its turn comes in this process' own steps. */
  const due: number[] = []
  const sendLater = (number: number, delay: bigint | 'forever', then = () => {}) => {
    if (delay === 'forever' || delay === 0n) return
    const onTime = () => {
      then()
      due.push(number)
      task.signalled.wake()
    }
    timers.push(clock.after(delay, onTime))
  }
  // What the child starts can be reached by its group, even when the child has gone.
  const hasGroup = !options.has('foreground')
  if (hasGroup) processes.change(task.pid, { pgid: task.pid })
  try {
    for (const number of FORWARDED) task.dispositions.set(number, 'catch')
    const child = task.spawn({ path, argv: [path, ...args] })
    sendLater(signal, duration, () => {
      isTimedOut = true
    })
    let isLast = false
    while (task.endingOf(child.pid) === undefined) {
      const number = task.pending.shift() ?? due.shift()
      if (number === undefined) {
        yield* task.waitForAny()
        continue
      }
      sent = number
      if (!isLast) sendLater(SIGKILL, killAfter)
      isLast = true
      if (options.has('v')) {
        yield* console.warn(`sending signal ${signalName(number) ?? number} to command ${quoted(path)}`)
      }
      signalAll(task, child.pid, number, hasGroup)
    }
    const ending = yield* task.wait(child.pid)
    const status = statusOf(ending)
    if (!isTimedOut || options.has('preserve-status')) return { exitCode: status }
    // It ends itself as its child was ended.
    return sent === SIGKILL ? { signal: SIGKILL } : { exitCode: TIMED_OUT }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* console.fail(`failed to run command ${quoted(path)}: ${error.text}`, notRun(error))
  } finally {
    for (const timer of timers) timer.cancel()
  }
})

/** The child, then its group, all of which goes on to see it; this process only by what nobody can ignore. */
function signalAll(task: Task, child: number, signal: number, hasGroup: boolean): void {
  const { processes } = task.guest
  const group = processes
    .list()
    .filter(it => hasGroup && it.pid !== child && it.pid !== task.pid && groupOf(it) === task.pid)
  const targets = [child, ...group.map(({ pid }) => pid)]
  const continues = !['KILL', 'CONT'].includes(signalName(signal) ?? '') && hasGroup
  for (const number of continues ? [signal, SIGCONT] : [signal]) {
    for (const pid of targets) {
      const target = processes.get(pid)
      if (target !== undefined && (task.cred.uid === 0 || target.user === task.user)) processes.signal(pid, number)
    }
  }
  if (signal === SIGKILL && hasGroup) task.kill(task.pid, SIGKILL)
}
