/** Counts with the suffixes of head(1) and tail(1): 512, 4k, 1MB. */

const POWERS = 'KMGTPEZY'

/** Undefined for what is no count. */
export function parseCount(text: string): bigint | undefined {
  const match = /^(\d+)(b|[kKMGTPEZY](?:B|iB)?)?$/.exec(text)
  if (match === null) return undefined
  const [, digits = '', suffix = ''] = match
  if (suffix === '') return BigInt(digits)
  if (suffix === 'b') return BigInt(digits) * 512n
  const base = suffix.endsWith('B') && !suffix.endsWith('iB') ? 1000n : 1024n
  return BigInt(digits) * base ** BigInt(POWERS.indexOf(suffix.charAt(0).toUpperCase()) + 1)
}
