/** Dates as people write them, for `date -d` and `touch -d`: the common part of what GNU's parser reads. */
import { type Calendar, SECOND } from './local-time.js'
import { MONTHS } from './strftime.js'

interface Parsed {
  /** Without a year it is one of this year. */
  date?: readonly [year: number | undefined, month: number, day: number]
  /** The next such day, today if it is one; the ordinal counts further ones, or those before. */
  weekday?: { readonly day: number; readonly ordinal: number }
  time?: readonly [hour: number, minute: number, second: number]
  nanosecond: bigint
  /** Seconds east of UTC, if the text says so. */
  offset?: number
  months: number
  /** Apart from seconds: a day later is the same hour, whatever summer time does. */
  days: number
  seconds: number
}

type Read = (parsed: Parsed, ...groups: string[]) => void

/** Seconds around the epoch that can be told: some 31,000 years. */
const FARTHEST = 10n ** 12n

const UNITS: Readonly<Record<string, readonly [field: 'months' | 'days' | 'seconds', factor: number]>> = {
  year: ['months', 12],
  month: ['months', 1],
  fortnight: ['days', 14],
  week: ['days', 7],
  day: ['days', 1],
  hour: ['seconds', 3600],
  minute: ['seconds', 60],
  min: ['seconds', 60],
  second: ['seconds', 1],
  sec: ['seconds', 1],
}
const UNIT = `(${Object.keys(UNITS).join('|')})s?\\b`
const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?'
const MONTH = `(${MONTHS.map(name => name.slice(0, 3).toLowerCase()).join('|')})[a-z]*\\.?`
const WEEKDAY = '(sun|mon|tue|wed|thu|fri|sat)(?:day|s(?:day)?|nes(?:day)?|r(?:s(?:day)?)?|ur(?:day)?)?\\b\\.?'
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
/** "second" is none of them, for it is a unit. */
const ORDINALS: Readonly<Record<string, number>> = {
  ...{ last: -1, this: 0, next: 1, first: 1, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9 },
  ...{ tenth: 10, eleventh: 11, twelfth: 12 },
}
const ORDINAL = `(${Object.keys(ORDINALS).join('|')})`
const monthNumber = (name: string) => MONTHS.findIndex(month => month.toLowerCase().startsWith(name)) + 1

/** What may stand next in the text, and what it says. The first that fits is taken. */
const RULES: readonly (readonly [pattern: string, read: Read])[] = [
  ['(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:t(?=\\d))?', (to, y, m, d) => setDate(to, y, m, d)],
  ['(\\d{1,2})/(\\d{1,2})/(\\d{4})', (to, m, d, y) => setDate(to, y, m, d)],
  [`(\\d{1,2})[ -]?${MONTH}[ -]?(\\d{4})`, (to, d, m, y) => setDate(to, y, String(monthNumber(m)), d)],
  [`${MONTH} (\\d{1,2}),? (\\d{4})`, (to, m, d, y) => setDate(to, y, String(monthNumber(m)), d)],
  // What date(1) prints itself has the year at the end, behind the zone.
  [`${MONTH} (\\d{1,2})(?!\\d)`, (to, m, d) => setDate(to, undefined, String(monthNumber(m)), d)],
  [`(\\d{1,2})[ -]?${MONTH}(?![a-z])`, (to, d, m) => setDate(to, undefined, String(monthNumber(m)), d)],
  ['(\\d{1,2})/(\\d{1,2})(?![\\d/])', (to, m, d) => setDate(to, undefined, m, d)],
  [`(?:${ORDINAL} )?${WEEKDAY}`, (to, ordinal, day) => setWeekday(to, ordinal, day)],
  ['(\\d{1,2}) ?([ap])\\.?m\\b\\.?', (to, h, half) => setTime(to, h, '0', '0', '', half)],
  [
    // A sign right behind it begins the zone, even if a unit follows: "12:00 -2 hours" is an hour past 12:00-02.
    `${CLOCK}(?: ?([ap])\\.?m\\.?| ?([+-])(\\d{1,2}):?(\\d{2})?(?!\\d))?`,
    (to, h, m, s, fraction, half, sign, zoneHours, zoneMinutes) => {
      setTime(to, h, m, s, fraction, half)
      if (sign !== '') setOffset(to, sign, zoneHours, zoneMinutes)
    },
  ],
  ['(?:z|utc|gmt)\\b', to => setOffset(to, '+', '0', '0')],
  [
    `([+-]?) ?(\\d+)? ?${UNIT}( ago\\b)?`,
    (to, sign, n, unit, ago) => add(to, (sign === '-') !== !!ago, n || '1', unit),
  ],
  [`${ORDINAL} ${UNIT}`, (to, ordinal, unit) => add(to, false, String(ORDINALS[ordinal] ?? 0), unit)],
  ['tomorrow\\b', to => add(to, false, '1', 'day')],
  ['yesterday\\b', to => add(to, true, '1', 'day')],
  ['(?:now|today)\\b', () => {}],
  ['(\\d{4})(\\d{2})(\\d{2})(?!\\d)', (to, y, m, d) => setDate(to, y, m, d)],
  ['(\\d{4})(?![\\d:])', (to, y) => setYear(to, y)],
]

/** Nanoseconds since the epoch; undefined for a text that is no date, or not one of those known here. */
export function parseDate(text: string, now: bigint, calendar: Calendar): bigint | undefined {
  const stamp = /^\s*@(-?)(\d+)(?:[.,](\d{1,9})\d*)?\s*$/.exec(text)
  if (stamp !== null) {
    const value = BigInt(stamp[2] ?? 0) * SECOND + BigInt((stamp[3] ?? '').padEnd(9, '0'))
    return inRange(stamp[1] === '-' ? -value : value)
  }
  const parsed: Parsed = { nanosecond: 0n, months: 0, days: 0, seconds: 0 }
  let rest = text.toLowerCase().replace(/\s+/g, ' ').trim()
  if (rest === '') parsed.time = [0, 0, 0]
  while (rest !== '') {
    const length = readOne(rest, parsed)
    if (length === 0) return undefined
    rest = rest.slice(length).replace(/^[ ,]+/, '')
  }
  return moment(parsed, now, calendar)
}

function readOne(rest: string, parsed: Parsed): number {
  for (const [pattern, read] of RULES) {
    const match = new RegExp(`^${pattern}`).exec(rest)
    if (match === null) continue
    read(parsed, ...match.slice(1).map(group => group ?? ''))
    return match[0].length
  }
  return 0
}

function setDate(parsed: Parsed, year: string | undefined, month: string, day: string): void {
  parsed.date = [year === undefined ? undefined : Number(year), Number(month), Number(day)]
}

/** The year of a date that came without one; alone they are hours and minutes. */
function setYear(parsed: Parsed, digits: string): void {
  const { date } = parsed
  if (date === undefined) setTime(parsed, digits.slice(0, 2), digits.slice(2), '0', '', '')
  // A second year is no date.
  else parsed.date = date[0] === undefined ? [Number(digits), date[1], date[2]] : [0, 0, 0]
}

function setWeekday(parsed: Parsed, ordinal: string, day: string): void {
  parsed.weekday = { day: WEEKDAYS.indexOf(day), ordinal: ORDINALS[ordinal] ?? 0 }
}

/** How many days off it is; a date that is given says more. */
function daysToWeekday({ date, weekday }: Parsed, today: number): number {
  if (date !== undefined || weekday === undefined) return 0
  const { day, ordinal } = weekday
  return ((day - today + 7) % 7) + 7 * (ordinal > 0 && day !== today ? ordinal - 1 : ordinal)
}

function setTime(to: Parsed, hour: string, minute: string, second: string, fraction: string, half: string): void {
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half === 'p' ? 12 : 0)
  to.time = [hours, Number(minute), Number(second)]
  to.nanosecond = BigInt(fraction.slice(0, 9).padEnd(9, '0'))
}

function setOffset(parsed: Parsed, sign: string, hours: string, minutes: string): void {
  parsed.offset = Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60)
}

function add(parsed: Parsed, back: boolean, amount: string, unit: string): void {
  const [field, factor] = UNITS[unit] ?? ['seconds', 0]
  parsed[field] += (back ? -1 : 1) * Number(amount) * factor
}

function moment(parsed: Parsed, now: bigint, calendar: Calendar): bigint | undefined {
  const { offset } = parsed
  const today = calendar(now)
  const isNow = parsed.time === undefined && parsed.date === undefined && parsed.weekday === undefined
  const nanosecond = isNow ? BigInt(today.nanosecond) : parsed.nanosecond
  const [year = today.year, month, day] = parsed.date ?? [today.year, today.month, today.day]
  const clock = parsed.time ?? (isNow ? [today.hour, today.minute, today.second] : [0, 0, 0])
  const [hour = 0, minute = 0, second = 0] = clock
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return undefined
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined
  const days = day + daysToWeekday(parsed, today.weekday) + parsed.days
  const wall = Date.UTC(year, month - 1 + parsed.months, days, hour, minute, second) / 1000
  if (!(Math.abs(wall) + Math.abs(parsed.seconds) < Number(FARTHEST))) return undefined
  const guess = (east: number) => BigInt(wall - east) * SECOND
  // The offset in force then: the first guess may lie on the other side of a change.
  const east = offset ?? calendar(guess(calendar(guess(0)).zone.offset)).zone.offset
  return guess(east) + BigInt(parsed.seconds) * SECOND + nanosecond
}

function inRange(nanoseconds: bigint): bigint | undefined {
  const seconds = nanoseconds / SECOND
  return seconds > -FARTHEST && seconds < FARTHEST ? nanoseconds : undefined
}
