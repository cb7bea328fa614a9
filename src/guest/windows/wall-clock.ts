/** Times as Windows shows them in the United States. */
import type { Guest } from '../guest.js'
import { zoneTimeAt } from '../timezone/posix-tz.js'
import { parseZone } from '../timezone/timezone.js'

const SECOND = 1_000_000_000n
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

/** A moment on the clock of the wall. */
export interface WallTime {
  readonly year: number
  /** 1–12 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly nanosecond: number
  /** "Monday" */
  readonly weekday: string
  /** "January" */
  readonly monthName: string
  /** Seconds east of UTC. */
  readonly offset: number
}

/** `at` in nanoseconds since the epoch; now if absent. */
export function wallTime(guest: Guest, at: bigint = guest.clock.now()): WallTime {
  const zone = parseZone(guest.config.clock.timezone)
  const seconds = Number(at / SECOND)
  const offset = zone === undefined ? 0 : zoneTimeAt(zone, seconds).offset
  const date = new Date((seconds + offset) * 1000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(at % SECOND),
    weekday: DAYS[date.getUTCDay()] ?? '',
    monthName: MONTHS[date.getUTCMonth()] ?? '',
    offset,
  }
}

const two = (number: number) => `${number}`.padStart(2, '0')

/** "11/23/2026" */
export function dateText({ year, month, day }: WallTime): string {
  return `${two(month)}/${two(day)}/${year}`
}

/** "09:05 PM" */
export function timeText({ hour, minute }: WallTime): string {
  return `${two(hour % 12 || 12)}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`
}
