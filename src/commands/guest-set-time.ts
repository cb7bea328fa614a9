import { Errno } from '../guest/errno.js'
import { q } from '../qapi/descriptor.js'
import { type CommandContext, defineCommand } from './define.js'
import { runProgram } from './run-program.js'
import { badTime, childTerminated, hwclockFailed, setTimeFailed } from './texts.js'

const SECOND = 1_000_000_000n
const MICROSECOND = 1000n
const HWCLOCK = '/sbin/hwclock'

export const guestSetTime = defineCommand({
  name: 'guest-set-time',
  since: '1.5',
  doc: 'Set system time and write it to the RTC; without a time, set it from the RTC.',
  args: { time: q.optional(q.doc('nanoseconds since the epoch', q.int)) },
  *run(context, { time }) {
    if (time !== undefined) setSystemTime(context, time)
    const ending = yield* runProgram(context, HWCLOCK, [time === undefined ? '-s' : '-w'])
    if ('signal' in ending) throw childTerminated()
    if (ending.exitCode !== 0) throw hwclockFailed()
  },
})

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
