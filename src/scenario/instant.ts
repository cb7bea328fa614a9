/** Points in time as a scenario writes them. */

/** What an instant looks like as text; also the pattern of the JSON Schema. */
export const INSTANT_TEXT =
  /^(?:-?\d+|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?)$/

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2})))?$/

const INT64_MAX = 2n ** 63n - 1n

function withinInt64(value: bigint): bigint | undefined {
  return value <= INT64_MAX && value >= -INT64_MAX - 1n ? value : undefined
}

/** True when the calendar has that day and that minute: not for 30 February or 24:00. */
function onTheCalendar(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
}

/**
 * Nanoseconds since the epoch of an ISO 8601 date ("2026-01-01T00:00:00Z", "2026-01-01 01:30+01:00", "2026-01-01" for
 * midnight UTC), or of a number of nanoseconds. A time of day needs its zone. Undefined for anything else.
 */
export function parseInstant(value: number | string): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  if (/^-?\d+$/.test(value)) return withinInt64(BigInt(value))
  const match = ISO.exec(value)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(part => Number(part ?? 0))
  if (year === undefined || month === undefined || day === undefined) return undefined
  if (!onTheCalendar(year, month, day, hour ?? 0, minute ?? 0, second ?? 0)) return undefined
  const [fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = match.slice(7)
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -60_000 : 60_000)
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second) - offset
  return withinInt64(BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0')))
}
