/** Times as Kubernetes writes them. */

const SECOND = 1_000_000_000n

/** RFC 3339 in whole seconds, UTC. @param nanoseconds Since the epoch. */
export function timestamp(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString().replace(/\.\d+Z$/, 'Z')
}

const UNITS = { minute: 60, hour: 3600, day: 86_400, year: 365 * 86_400 }

/** How long ago, as `kubectl get` shows it: "4m4s", "3h", "2d5h". */
export function age(since: string, now: bigint): string {
  const seconds = Number(now / SECOND) - Date.parse(since) / 1000
  const { minute, hour, day, year } = UNITS
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 2 * minute) return `${seconds}s`
  if (seconds < 10 * minute) return two(seconds, minute, 'm', 1, 's')
  if (seconds < 3 * hour) return `${Math.floor(seconds / minute)}m`
  if (seconds < 8 * hour) return two(seconds, hour, 'h', minute, 'm')
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`
  if (seconds < 8 * day) return two(seconds, day, 'd', hour, 'h')
  if (seconds < 2 * year) return `${Math.floor(seconds / day)}d`
  if (seconds < 8 * year) return two(seconds, year, 'y', day, 'd')
  return `${Math.floor(seconds / year)}y`
}

/** The lesser unit is left out where there is none of it. */
function two(seconds: number, greater: number, name: string, lesser: number, lesserName: string): string {
  const rest = Math.floor((seconds % greater) / lesser)
  return `${Math.floor(seconds / greater)}${name}${rest === 0 ? '' : `${rest}${lesserName}`}`
}
