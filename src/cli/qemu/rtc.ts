/** -rtc: what the hardware clock shows at the start. */
import { QemuError } from './error.js'
import type { Group } from './group.js'
import { hostTime } from './report.js'

/** Value of the scenario's qemu.rtc: "utc", or a date. Throws QemuError. */
export function readRtc(rtc: Group): string | undefined {
  const [base, clock, driftfix] = [rtc.get('base'), rtc.get('clock'), rtc.get('driftfix')]
  const value = base === undefined ? undefined : readBase(base)
  for (const [given, known] of [
    [clock, ['host', 'rt', 'vm']],
    [driftfix, ['none', 'slew']],
  ] as const) {
    if (given !== undefined && !known.some(it => it === given)) {
      throw new QemuError(`invalid option value '${given}'`)
    }
  }
  return value
}

function readBase(base: string): string {
  if (base === 'utc') return base
  if (base === 'localtime') return hostsLocalTime()
  const [, year, month, day, hour = 0, minute = 0, second = 0] =
    /^(\d+)-(\d+)-(\d+)(?:T(\d+):(\d+):(\d+))?/.exec(base) ?? []
  if (year === undefined) {
    throw new QemuError("invalid datetime format\nvalid formats: '2006-06-17T16:01:21' or '2006-06-17'")
  }
  // What is too large flows over: the 13th month is the first of the next year.
  return inUtc(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

/** A clock that shows local time, as that of a PC with Windows. */
function hostsLocalTime(): string {
  const now = new Date(Number(hostTime() / 1_000_000n))
  return inUtc(
    ...([now.getFullYear(), now.getMonth(), now.getDate()] as const),
    ...([now.getHours(), now.getMinutes(), now.getSeconds()] as const),
  )
}

function inUtc(...parts: readonly [number, number, number, number, number, number]): string {
  return new Date(Date.UTC(...parts)).toISOString()
}
