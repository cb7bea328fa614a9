/** Formats of .NET for a moment, in English. */
import type { WallTime } from '../wall-clock.js'

const STANDARD: Readonly<Record<string, string>> = {
  o: 'yyyy-MM-ddTHH:mm:ss.fffffffzzz',
  s: 'yyyy-MM-ddTHH:mm:ss',
  u: "yyyy-MM-dd HH:mm:ss'Z'",
  d: 'M/d/yyyy',
  D: 'dddd, MMMM d, yyyy',
  t: 'h:mm tt',
  T: 'h:mm:ss tt',
  g: 'M/d/yyyy h:mm tt',
  G: 'M/d/yyyy h:mm:ss tt',
  F: 'dddd, MMMM d, yyyy h:mm:ss tt',
  f: 'dddd, MMMM d, yyyy h:mm tt',
}

/** Undefined for a format that isn't known. */
export function formatDate(format: string, time: WallTime): string | undefined {
  const pattern = format.length === 1 ? STANDARD[format] : format
  let isKnown = true
  const text = pattern?.replace(/'([^']*)'|\\(.)|([A-Za-z])\3*/g, (whole, quoted?: string, escaped?: string) => {
    if (quoted !== undefined || escaped !== undefined) return quoted ?? escaped ?? ''
    // A letter that means nothing stands for itself.
    if (!/^[dfFhHKmMstyzg]/.test(whole)) return whole
    const value = part(whole, time)
    isKnown &&= value !== undefined
    return value ?? ''
  })
  return isKnown ? text : undefined
}

function part(name: string, time: WallTime): string | undefined {
  const two = (number: number) => `${number}`.padStart(2, '0')
  const sign = time.offset < 0 ? '-' : '+'
  const minutes = Math.abs(time.offset) / 60
  const zone = `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  const twelve = time.hour % 12 || 12
  const known: Readonly<Record<string, string>> = {
    ...{ yyyy: `${time.year}`.padStart(4, '0'), yy: two(time.year % 100) },
    ...{ MMMM: time.monthName, MMM: time.monthName.slice(0, 3), MM: two(time.month), M: `${time.month}` },
    ...{ dddd: time.weekday, ddd: time.weekday.slice(0, 3), dd: two(time.day), d: `${time.day}` },
    ...{ HH: two(time.hour), H: `${time.hour}`, hh: two(twelve), h: `${twelve}` },
    ...{ mm: two(time.minute), m: `${time.minute}`, ss: two(time.second), s: `${time.second}` },
    ...{ tt: time.hour < 12 ? 'AM' : 'PM', t: time.hour < 12 ? 'A' : 'P' },
    ...{ zzz: zone, zz: zone.slice(0, 3), K: zone },
  }
  if (/^f{1,7}$/.test(name)) return `${time.nanosecond}`.padStart(9, '0').slice(0, name.length)
  return known[name]
}
