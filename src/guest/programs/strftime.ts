/** strftime(3) in the C locale, with what date(1) adds to it: flags, widths, %N, %:z. */
import type { LocalTime } from './local-time.js'
import { boundedWidth } from './output.js'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** A value and how it is filled up to its width, unless flags say otherwise. */
type Field =
  | { readonly text: string }
  | { readonly number: number | bigint; readonly width: number; readonly pad: string }

const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
}

const DIRECTIVE = /%([-_0^#+]*)(\d*)(?:[EO]?)(:{0,3}z|[A-Za-z%])/g

export function strftime(format: string, time: LocalTime): string {
  return format.replace(DIRECTIVE, (whole, flags: string, width: string, name: string) => {
    const composed = COMPOSED[name]
    if (composed !== undefined) return fill({ text: strftime(composed, time) }, flags, width)
    if (name === 'N') return nanoseconds(time.nanosecond, flags, width)
    const field = name.endsWith('z') ? { text: offset(time.zone.offset, name.length - 1) } : FIELDS[name]?.(time)
    return field === undefined ? whole : fill(field, flags, width, name)
  })
}

const text = (value: string): Field => ({ text: value })
const two = (number: number, pad = '0'): Field => ({ number, width: 2, pad })
const twelve = (hour: number) => hour % 12 || 12

const FIELDS: Readonly<Record<string, (time: LocalTime) => Field>> = {
  a: ({ weekday }) => text((DAYS[weekday] ?? '').slice(0, 3)),
  A: ({ weekday }) => text(DAYS[weekday] ?? ''),
  b: ({ month }) => text((MONTHS[month - 1] ?? '').slice(0, 3)),
  h: ({ month }) => text((MONTHS[month - 1] ?? '').slice(0, 3)),
  B: ({ month }) => text(MONTHS[month - 1] ?? ''),
  C: ({ year }) => two(Math.floor(year / 100)),
  d: ({ day }) => two(day),
  e: ({ day }) => two(day, ' '),
  g: time => two(isoWeek(time).year % 100),
  G: time => ({ number: isoWeek(time).year, width: 4, pad: '0' }),
  H: ({ hour }) => two(hour),
  I: ({ hour }) => two(twelve(hour)),
  j: ({ yearDay }) => ({ number: yearDay, width: 3, pad: '0' }),
  k: ({ hour }) => two(hour, ' '),
  l: ({ hour }) => two(twelve(hour), ' '),
  m: ({ month }) => two(month),
  M: ({ minute }) => two(minute),
  n: () => text('\n'),
  p: ({ hour }) => text(hour < 12 ? 'AM' : 'PM'),
  P: ({ hour }) => text(hour < 12 ? 'am' : 'pm'),
  q: ({ month }) => ({ number: Math.ceil(month / 3), width: 1, pad: '0' }),
  s: ({ epoch }) => ({ number: epoch, width: 1, pad: '0' }),
  S: ({ second }) => two(second),
  t: () => text('\t'),
  u: ({ weekday }) => ({ number: weekday === 0 ? 7 : weekday, width: 1, pad: '0' }),
  U: ({ yearDay, weekday }) => two(Math.floor((yearDay + 6 - weekday) / 7)),
  V: time => two(isoWeek(time).week),
  w: ({ weekday }) => ({ number: weekday, width: 1, pad: '0' }),
  W: ({ yearDay, weekday }) => two(Math.floor((yearDay + 6 - ((weekday + 6) % 7)) / 7)),
  y: ({ year }) => two(year % 100),
  Y: ({ year }) => ({ number: year, width: 4, pad: '0' }),
  Z: ({ zone }) => text(zone.name),
  '%': () => text('%'),
}

function fill(field: Field, flags: string, width: string, name = ''): string {
  const flag = [...flags].findLast(letter => '-_0+'.includes(letter))
  const isNumber = 'number' in field
  const pad = flag === '_' ? ' ' : flag === '0' || flag === '+' ? '0' : isNumber ? field.pad : ' '
  const size = flag === '-' ? 0 : width !== '' ? boundedWidth(Number(width)) : isNumber ? field.width : 0
  const plain = isNumber ? String(field.number).padStart(size, pad) : field.text.padStart(size, pad)
  if (flags.includes('#')) return 'pZ'.includes(name) ? plain.toLowerCase() : plain.toUpperCase()
  return flags.includes('^') ? plain.toUpperCase() : plain
}

/** %N has its width from the left: %3N are milliseconds. */
function nanoseconds(value: number, flags: string, width: string): string {
  const digits = String(value).padStart(9, '0')
  if (flags.includes('-')) return width === '' ? digits : digits.slice(0, Number(width)).replace(/0+$/, '')
  return width === '' ? digits : digits.slice(0, Number(width)).padEnd(boundedWidth(Number(width)), '0')
}

/** "+0100", with colons "+01:00", "+01:00:00", or as short as it goes. */
function offset(seconds: number, colons: number): string {
  const sign = seconds < 0 ? '-' : '+'
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(part =>
    String(Math.floor(Math.abs(part))).padStart(2, '0'),
  )
  if (colons === 0) return `${sign}${parts[0]}${parts[1]}`
  if (colons === 1) return `${sign}${parts[0]}:${parts[1]}`
  if (colons === 3) return sign + parts.join(':').replace(/:00(:00)?$/, '')
  return sign + parts.join(':')
}

/** The week of ISO 8601, which begins on Monday and belongs to the year that has its Thursday. */
function isoWeek({ year, yearDay, weekday }: LocalTime): { year: number; week: number } {
  const week = Math.floor((yearDay - (weekday === 0 ? 7 : weekday) + 10) / 7)
  if (week < 1) return { year: year - 1, week: weeksIn(year - 1) }
  if (week > weeksIn(year)) return { year: year + 1, week: 1 }
  return { year, week }
}

function weeksIn(year: number): number {
  const endsOn = (of: number) => new Date(Date.UTC(of, 11, 31)).getUTCDay()
  return endsOn(year) === 4 || endsOn(year - 1) === 3 ? 53 : 52
}
