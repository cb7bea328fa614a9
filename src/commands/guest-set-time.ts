import { Errno } from '../guest/errno.js'
import { q } from '../qapi/descriptor.js'
import { unsupported } from '../qapi/errors.js'
import { type CommandContext, defineCommand } from './define.js'
import { runFor, whyNotExecutable } from './run-program.js'
import { badTime, setTimeFailed } from './texts.js'

const SECOND = 1_000_000_000n
const MICROSECOND = 1000n
const HWCLOCK = '/sbin/hwclock'

export const guestSetTime = defineCommand({
  name: 'guest-set-time',
  since: '1.5',
  doc: 'Set system time and write it to the RTC; without a time, set it from the RTC.',
  args: { time: q.optional(q.doc('nanoseconds since the epoch', q.int)) },
  *run(context, { time }) {
    if (context.agent.behaviour.asksForHwclock && !hasHwclock(context)) throw unsupported()
    if (time !== undefined) setSystemTime(context, time)
    yield* runFor('hwclock', context, HWCLOCK, [time === undefined ? '-s' : '-w'])
  },
})

/** Looked for once: what comes or goes later makes no difference to this process. */
function hasHwclock(context: CommandContext): boolean {
  context.agent.hasHwclock ??= whyNotExecutable(context, HWCLOCK) === undefined
  return context.agent.hasHwclock
}

function setSystemTime({ guest, agent }: CommandContext, time: bigint): void {
  // C division: towards zero, so -1 is second 0. What is below a microsecond is lost.
  const seconds = time / SECOND
  const microseconds = (time % SECOND) / MICROSECOND
  const year = new Date((Number(seconds) + guest.zone(agent.env, seconds * SECOND).offset) * 1000).getUTCFullYear()
  if (!(year >= 1970 && year < 2070)) throw badTime()
  const to = seconds * SECOND + microseconds * MICROSECOND
  if (seconds < 0n || microseconds < 0n) throw setTimeFailed(new Errno('EINVAL'))
  guest.setTime(to)
}
