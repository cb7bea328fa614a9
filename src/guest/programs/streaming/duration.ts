const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 }
const INTERVAL = /^\+?((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)([smhd]?)$/i

/** Nanoseconds of an interval as sleep(1) takes it: 5, 1.5m, inf; undefined for what is none. */
export function parseDuration(text: string): bigint | 'forever' | undefined {
  const match = INTERVAL.exec(text)
  if (match === null) return undefined
  const nanoseconds = Number((match[1] ?? '').replace(/^inf.*$/i, 'Infinity')) * (UNITS[match[2] ?? ''] ?? 1) * 1e9
  return nanoseconds < 2 ** 63 ? BigInt(Math.round(nanoseconds)) : 'forever'
}
