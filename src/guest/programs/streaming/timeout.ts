import { Errno } from '../../errno.js'
import { quoted } from '../quote.js'
import { signalNumber } from '../signals.js'
import { notRun, program, statusOf } from './console.js'
import { parseDuration } from './duration.js'

const CANNOT_RUN = 125
const TIMED_OUT = 124
const SIGKILL = 9
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
  let sent = 0
  const timers: { cancel(): void }[] = []
  const isSet = (time: bigint | 'forever'): time is bigint => time !== 'forever' && time > 0n
  try {
    for (const number of FORWARDED) task.dispositions.set(number, 'catch')
    const child = task.spawn({ path, argv: [path, ...args] })
    const send = (number: number) => {
      sent = number
      if (processes.get(child.pid) !== undefined) processes.signal(child.pid, number)
      if (number !== SIGKILL && isSet(killAfter)) timers.push(clock.after(killAfter, () => send(SIGKILL)))
    }
    if (isSet(duration)) timers.push(clock.after(duration, () => send(signal)))
    while (task.endingOf(child.pid) === undefined) {
      yield* task.waitForAny()
      for (let caught = task.pending.shift(); caught !== undefined; caught = task.pending.shift()) {
        if (processes.get(child.pid) !== undefined) processes.signal(child.pid, caught)
      }
    }
    const ending = yield* task.wait(child.pid)
    const status = statusOf(ending)
    if (sent === 0 || options.has('preserve-status')) return { exitCode: status }
    // It ends itself as its child was ended.
    return sent === SIGKILL ? { signal: SIGKILL } : { exitCode: TIMED_OUT }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* console.fail(`failed to run command ${quoted(path)}: ${error.text}`, notRun(error))
  } finally {
    for (const timer of timers) timer.cancel()
  }
})
