/** POSIX TZ strings ("EST5EDT,M3.2.0,M11.1.0"): reading them, and what they say of a moment. */

/** A zone's name and its distance from UTC in seconds, positive to the east. */
export interface ZoneTime {
  readonly name: string
  readonly offset: number
}

export interface PosixZone {
  readonly standard: ZoneTime
  readonly daylight?: ZoneTime & { readonly start: Rule; readonly end: Rule }
}

/** A day of the year, and the local time of that day in seconds (may be negative or past the day's end). */
type Rule = { readonly time: number } & (
  | { readonly kind: 'month'; readonly month: number; readonly week: number; readonly weekday: number }
  /** 1–365, February 29 never counted. */
  | { readonly kind: 'julian'; readonly day: number }
  /** 0–365, February 29 counted. */
  | { readonly kind: 'day'; readonly day: number }
)

const NAME = '([A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)'
const OFFSET = String.raw`([+-]?\d{1,3}(?::\d{1,2}(?::\d{1,2})?)?)`
const RULE = String.raw`(J?\d{1,3}|M\d{1,2}\.[1-5]\.[0-6])(?:/${OFFSET})?`
const ZONE = new RegExp(`^${NAME}${OFFSET}(?:${NAME}${OFFSET}?(?:,${RULE},${RULE})?)?$`)
/** What applies when a zone has summer time but no rules: those of the United States. */
const DEFAULT_START = 'M3.2.0'
const DEFAULT_END = 'M11.1.0'

/** Undefined for a text that is no POSIX TZ string. */
export function parsePosixZone(text: string): PosixZone | undefined {
  const match = ZONE.exec(text)
  if (match === null) return undefined
  const [, name = '', offset = '', daylightName, daylightOffset, start, startTime, end, endTime] = match
  // The signs are the other way round: EST5 is five hours west.
  const standard = { name: bare(name), offset: -seconds(offset) }
  if (daylightName === undefined) return { standard }
  return {
    standard,
    daylight: {
      name: bare(daylightName),
      offset: daylightOffset === undefined ? standard.offset + 3600 : -seconds(daylightOffset),
      start: parseRule(start ?? DEFAULT_START, startTime),
      end: parseRule(end ?? DEFAULT_END, endTime),
    },
  }
}

/** What is in force at a moment, in seconds since the epoch. */
export function zoneTimeAt(zone: PosixZone, epochSeconds: number): ZoneTime {
  const { standard, daylight } = zone
  if (daylight === undefined) return standard
  const year = new Date((epochSeconds + standard.offset) * 1000).getUTCFullYear()
  const start = momentOf(daylight.start, year) - standard.offset
  const end = momentOf(daylight.end, year) - daylight.offset
  const isDaylight =
    start < end ? epochSeconds >= start && epochSeconds < end : epochSeconds >= start || epochSeconds < end
  return isDaylight ? { name: daylight.name, offset: daylight.offset } : standard
}

function bare(name: string): string {
  return name.replace(/^<|>$/g, '')
}

function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.replace(/^[+-]/, '').split(':').map(Number)
  const total = hours * 3600 + minutes * 60 + rest
  return text.startsWith('-') ? -total : total
}

function parseRule(text: string, time: string | undefined): Rule {
  const at = time === undefined ? 2 * 3600 : seconds(time)
  if (text.startsWith('M')) {
    const [month = 1, week = 1, weekday = 0] = text.slice(1).split('.').map(Number)
    return { kind: 'month', month, week, weekday, time: at }
  }
  if (text.startsWith('J')) return { kind: 'julian', day: Number(text.slice(1)), time: at }
  return { kind: 'day', day: Number(text), time: at }
}

/** The local time that a rule names in a year, as if it were UTC: seconds since the epoch. */
function momentOf(rule: Rule, year: number): number {
  return Date.UTC(year, 0, 1 + dayOfYear(rule, year)) / 1000 + rule.time
}

/** From 0. */
function dayOfYear(rule: Rule, year: number): number {
  if (rule.kind === 'day') return rule.day
  if (rule.kind === 'julian') return rule.day - 1 + (rule.day >= 60 && daysInMonth(year, 2) === 29 ? 1 : 0)
  const first = new Date(Date.UTC(year, rule.month - 1, 1))
  let day = ((rule.weekday - first.getUTCDay() + 7) % 7) + 7 * (rule.week - 1)
  // Week 5 is the last one, be it the fourth.
  if (day >= daysInMonth(year, rule.month)) day -= 7
  return (first.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + day
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
