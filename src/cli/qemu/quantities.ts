/** Numbers and sizes as QEMU's command line has them. */

const LEAST_TOO_LARGE = 1n << 64n

const SHIFTS: Readonly<Record<string, bigint>> = { B: 0n, K: 10n, M: 20n, G: 30n, T: 40n, P: 50n, E: 60n }

/** strtoull(3) with base 0, a sign included. */
const NUMBER = /^\s*[-+]?(?:0[xX][\da-fA-F]+|\d+)$/

export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}

/**
 * Bytes of "512", "1.5G", "64k", in that unit where none is named. `malformed`: no size at all, or not a whole number of
 * bytes; `out of range`: 2^64 or more.
 */
export function parseSize(text: string, unit = 'B'): bigint | 'malformed' | 'out of range' {
  const [, hex, decimal, fraction = '', suffix = unit] =
    /^\s*(?:(0[xX][\da-fA-F]+)|(\d+)(?:\.(\d*))?)([bBkKmMgGtTpPeE])?$/.exec(text) ?? []
  const shift = SHIFTS[suffix.toUpperCase()]
  if ((hex === undefined && decimal === undefined) || shift === undefined) return 'malformed'
  const denominator = 10n ** BigInt(fraction.length)
  const numerator = (BigInt(hex ?? decimal ?? 0) * denominator + BigInt(fraction || 0)) << shift
  if (numerator % denominator !== 0n) return 'malformed'
  const bytes = numerator / denominator
  return bytes < LEAST_TOO_LARGE ? bytes : 'out of range'
}
