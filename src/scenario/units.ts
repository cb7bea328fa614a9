/** Quantities as people write them: "10MiB", "1h30m". Exact arithmetic on bigint; nothing is rounded. */

const INT64_MAX = 2n ** 63n - 1n

const SIZE_UNITS: Readonly<Record<string, bigint>> = {
  B: 1n,
  kB: 10n ** 3n,
  KB: 10n ** 3n,
  MB: 10n ** 6n,
  GB: 10n ** 9n,
  TB: 10n ** 12n,
  PB: 10n ** 15n,
  KiB: 2n ** 10n,
  MiB: 2n ** 20n,
  GiB: 2n ** 30n,
  TiB: 2n ** 40n,
  PiB: 2n ** 50n,
}

const DURATION_UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 10n ** 3n,
  ms: 10n ** 6n,
  s: 10n ** 9n,
  m: 60n * 10n ** 9n,
  h: 3600n * 10n ** 9n,
  d: 86400n * 10n ** 9n,
}

/** What a size looks like as text; also the pattern of the JSON Schema. */
export const SIZE_TEXT = /^\d+(?:(?:\.\d+)? ?(?:B|[kKMGTP]B|[KMGTP]iB))?$/

/** What a duration looks like as text; also the pattern of the JSON Schema. */
export const DURATION_TEXT = /^(?:\d+|(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d))+)$/

/** The same where no number but 0 goes without its unit. */
export const DURATION_WITH_UNIT = /^(?:0|(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d))+)$/

/** A decimal number times a unit; undefined when that is no whole number. */
function scaled(digits: string, unit: bigint): bigint | undefined {
  const [whole = '', fraction = ''] = digits.split('.')
  const denominator = 10n ** BigInt(fraction.length)
  const numerator = BigInt(whole + fraction) * unit
  return numerator % denominator === 0n ? numerator / denominator : undefined
}

function withinInt64(value: bigint | undefined): bigint | undefined {
  return value !== undefined && value <= INT64_MAX ? value : undefined
}

function fromNumber(value: number): bigint | undefined {
  return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined
}

/** Bytes of "10MiB", "1.5 GiB", "1GB", "4096" or 4096; undefined for anything else, parts of a byte included. */
export function parseSize(value: number | string): bigint | undefined {
  if (typeof value === 'number') return fromNumber(value)
  if (!SIZE_TEXT.test(value)) return undefined
  const [, digits = '', unit = 'B'] = /^([\d.]+) ?([A-Za-z]+)?$/.exec(value) ?? []
  return withinInt64(scaled(digits, SIZE_UNITS[unit] ?? 1n))
}

/** Nanoseconds of "3s", "1h30m", "1.5ms", "250" or 250; undefined for anything else, parts of a nanosecond included. */
export function parseDuration(value: number | string): bigint | undefined {
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value !== 'string' || !DURATION_TEXT.test(value)) return undefined
  if (/^\d+$/.test(value)) return withinInt64(BigInt(value))
  let total = 0n
  for (const [, digits = '', unit = ''] of value.matchAll(/([\d.]+)([a-z]+)/g)) {
    const part = scaled(digits, DURATION_UNITS[unit] ?? 1n)
    if (part === undefined) return undefined
    total += part
  }
  return withinInt64(total)
}

/** Nanoseconds of "3s", "1h30m" or 0; undefined for anything else, a number without its unit included. */
export function parseDurationWithUnit(value: number | string): bigint | undefined {
  return DURATION_WITH_UNIT.test(String(value)) ? parseDuration(value) : undefined
}

/** A count from 0 to 2^63 − 1, as a number or as decimal text; undefined for anything else. */
export function parseCount(value: number | string): bigint | undefined {
  if (typeof value === 'number') return fromNumber(value)
  return /^\d+$/.test(value) ? withinInt64(BigInt(value)) : undefined
}

/** Nanoseconds of a duration that may have a sign: "-90s". */
export function parseShift(value: number | string): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(value) ?? []
  const size = parseDuration(rest)
  return sign === '-' && size !== undefined ? -size : size
}

/** Nanoseconds of a duration that the schema has passed; 0 without one. */
export function nanoseconds(value: number | string | undefined): bigint {
  return parseDuration(value ?? 0) ?? 0n
}
