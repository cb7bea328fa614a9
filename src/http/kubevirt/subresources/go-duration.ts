/** Durations as Go reads them: "5m0s", "1h30m", "-1.5s". */

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

const DURATION = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/
const PART = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g
/** Of int64. */
const MOST = 2n ** 63n - 1n

/** Nanoseconds; undefined: it is none. */
export function parseGoDuration(text: string): bigint | undefined {
  if (/^[-+]?0$/.test(text)) return 0n
  if (!DURATION.test(text)) return undefined
  let sum = 0n
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(PART)) {
    const factor = NANOSECONDS[unit] as number
    sum += BigInt(whole || 0) * BigInt(factor) + BigInt(Math.trunc(Number(`0.${fraction || 0}`) * factor))
    if (sum > MOST + (text.startsWith('-') ? 1n : 0n)) return undefined
  }
  return text.startsWith('-') ? -sum : sum
}
