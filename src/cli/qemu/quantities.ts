/** Numbers and sizes as QEMU's command line has them. */

const LEAST_TOO_LARGE = 1n << 64n

const SHIFTS: Readonly<Record<string, bigint>> = { B: 0n, K: 10n, M: 20n, G: 30n, T: 40n, P: 50n, E: 60n }

/** strtoull(3) with base 0, a sign included. */
const NUMBER = /^\s*[-+]?(?:0[xX][\da-fA-F]+|\d+)$/

export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}

/** Undefined for what is none, or has more than 64 bits. */
export function parseNumber(text: string): bigint | undefined {
  if (!isNumber(text)) return undefined
  const [, sign, digits = ''] = /^\s*([-+]?)(.*)$/.exec(text) ?? []
  const size = BigInt(digits)
  if (size >= LEAST_TOO_LARGE) return undefined
  return sign === '-' ? -size : size
}

/**
 * Bytes of "512", "1.5G", "64k", in that unit where none is named, to the nearest one. `malformed`: no size at all, or part
 * of a unit that isn't named; `out of range`: 2^64 or more.
 */
export function parseSize(text: string, unit = 'B'): bigint | 'malformed' | 'out of range' {
  const [, hex, decimal, fraction = '', suffix = ''] =
    /^\s*(?:(0[xX][\da-fA-F]+)|(\d+)(?:\.(\d*))?)([bBkKmMgGtTpPeE])?$/.exec(text) ?? []
  const shift = SHIFTS[(suffix || unit).toUpperCase()]
  if ((hex === undefined && decimal === undefined) || shift === undefined) return 'malformed'
  if (BigInt(fraction) > 0n && (suffix === '' || shift === 0n)) return 'malformed'
  const denominator = 10n ** BigInt(fraction.length)
  const numerator = (BigInt(hex ?? decimal ?? 0) * denominator + BigInt(fraction)) << shift
  const bytes = (2n * numerator + denominator) / (2n * denominator)
  return bytes < LEAST_TOO_LARGE ? bytes : 'out of range'
}
