/** Moments and spans of time as systemd's programs print them and read them (systemd.time(7)). Nanoseconds. */
import { parseDate } from '../date-text.js'
import { type Calendar, calendar, SECOND } from '../local-time.js'
import { strftime } from '../strftime.js'
import type { Tool } from '../tool.js'

const MINUTE = 60n * SECOND
const HOUR = 60n * MINUTE
const DAY = 24n * HOUR
const WEEK = 7n * DAY
/** A twelfth of the mean year. */
const MONTH = 2_629_800n * SECOND
const YEAR = 31_557_600n * SECOND
const MILLISECOND = SECOND / 1000n
const MICROSECOND = SECOND / 1_000_000n

/** "Thu 2026-01-01 00:00:00 UTC" */
export function timestamp(tool: Tool, at: bigint): string {
  return strftime('%a %Y-%m-%d %H:%M:%S %Z', localTime(tool)(at))
}

export function localTime(tool: Tool, utc = false): Calendar {
  return calendar(tool.guest, tool.call.env, utc)
}

/** "1h 30min ago", "2 days left", "now" */
export function relative(at: bigint, now: bigint): string {
  const distance = at > now ? at - now : now - at
  return distance < MICROSECOND ? 'now' : `${distanceText(distance)} ${at > now ? 'left' : 'ago'}`
}

function distanceText(span: bigint): string {
  if (span >= YEAR) return `${counted(span / YEAR, 'year')} ${counted((span % YEAR) / MONTH, 'month')}`
  if (span >= MONTH) return `${counted(span / MONTH, 'month')} ${counted((span % MONTH) / DAY, 'day')}`
  if (span >= WEEK) return `${counted(span / WEEK, 'week')} ${counted((span % WEEK) / DAY, 'day')}`
  if (span >= 2n * DAY) return counted(span / DAY, 'day')
  if (span >= 25n * HOUR) return `1 day ${(span - DAY) / HOUR}h`
  if (span >= 6n * HOUR) return `${span / HOUR}h`
  if (span >= HOUR) return `${span / HOUR}h ${(span % HOUR) / MINUTE}min`
  if (span >= 5n * MINUTE) return `${span / MINUTE}min`
  if (span >= MINUTE) return `${span / MINUTE}min ${(span % MINUTE) / SECOND}s`
  if (span >= SECOND) return `${span / SECOND}s`
  if (span >= MILLISECOND) return `${span / MILLISECOND}ms`
  return `${span / MICROSECOND}us`
}

const SPANS: readonly (readonly [unit: string, length: bigint])[] = [
  ['y', YEAR],
  ['month', MONTH],
  ['w', WEEK],
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
]

/** How long something took, to the millisecond: "35ms", "1.204s", "2min 3.500s", "1d 2h" */
export function spanText(nanoseconds: bigint): string {
  let left = nanoseconds - (nanoseconds % MILLISECOND)
  if (left < SECOND) return `${left / MILLISECOND}ms`
  const parts: string[] = []
  for (const [unit, length] of SPANS) {
    if (left >= length) parts.push(`${left / length}${unit}`)
    left %= length
  }
  const fraction = (left % SECOND) / MILLISECOND
  if (left >= SECOND) parts.push(`${left / SECOND}${fraction === 0n ? '' : `.${String(fraction).padStart(3, '0')}`}s`)
  else if (fraction > 0n) parts.push(`${fraction}ms`)
  return parts.join(' ')
}

function counted(count: bigint, noun: string): string {
  return `${count} ${noun}${count === 1n ? '' : 's'}`
}

const UNITS: readonly (readonly [names: RegExp, length: bigint])[] = [
  [/^(?:usec|us|µs)$/, MICROSECOND],
  [/^(?:msec|ms)$/, MILLISECOND],
  [/^(?:seconds?|sec|s|)$/, SECOND],
  [/^(?:minutes?|min|m)$/, MINUTE],
  [/^(?:hours?|hr|h)$/, HOUR],
  [/^(?:days?|d)$/, DAY],
  [/^(?:weeks?|w)$/, WEEK],
  [/^(?:months?|M)$/, MONTH],
  [/^(?:years?|y)$/, YEAR],
]

/** "1h 30min", "90s", "5"; undefined for anything else. */
export function parseSpan(text: string): bigint | undefined {
  const trimmed = text.trim()
  if (!/^(?:\d+(?:\.\d+)?\s*[a-zA-Zµ]*\s*)+$/.test(trimmed)) return undefined
  let total = 0n
  for (const [, number = '0', name = ''] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-zA-Zµ]*)/g)) {
    const length = UNITS.find(([names]) => names.test(name))?.[1]
    if (length === undefined) return undefined
    const [whole = '0', fraction = ''] = number.split('.')
    total += BigInt(whole) * length + (BigInt(fraction || '0') * length) / 10n ** BigInt(fraction.length)
  }
  return total
}

const DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?(\d{2,4}-\d{2}-\d{2})? ?(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?( UTC)?$/

/** Nanoseconds since the epoch; undefined for what is no timestamp. */
export function parseTimestamp(tool: Tool, text: string): bigint | undefined {
  const now = tool.guest.clock.now()
  const local = localTime(tool)
  const day = (date: string) => parseDate(`${date} 00:00:00`, now, local)
  if (text === 'now') return now
  if (text === 'today') return day(strftime('%F', local(now)))
  if (text === 'yesterday') return day(strftime('%F', local(now - DAY)))
  if (text === 'tomorrow') return day(strftime('%F', local(now + DAY)))
  const [, epoch, fraction = ''] = /^@(\d+)(?:\.(\d{1,9}))?$/.exec(text) ?? []
  if (epoch !== undefined) return BigInt(epoch) * SECOND + BigInt(fraction.padEnd(9, '0'))
  const [, sign, offset = ''] = /^([+-])(.+)$/.exec(text) ?? []
  const span = parseSpan(sign === undefined ? (/^(.+) (?:ago|left)$/.exec(text)?.[1] ?? '') : offset)
  if (span !== undefined) return sign === '+' || text.endsWith('left') ? now + span : now - span
  const match = DATE.exec(text)
  if (match === null || text === '') return undefined
  const [, date, time = '00:00:00', utc] = match
  if (date === undefined && match[2] === undefined) return undefined
  const calendarOf = utc === undefined ? local : localTime(tool, true)
  const century = date !== undefined && /^\d{2}-/.test(date) ? `20${date}` : date
  return parseDate(`${century ?? strftime('%F', local(now))} ${time}`, now, calendarOf)
}
