/** Local time of a process: by TZ, else as /etc/localtime says. */
import type { Guest } from '../../guest.js'
import { calendar } from '../../programs/local-time.js'

/** How many milliseconds local time is ahead of UTC at a time in milliseconds since the epoch. */
export function findOffset(guest: Guest, env: Readonly<Record<string, string>>): (time: number) => number {
  let local: ReturnType<typeof calendar> | undefined
  return time => {
    if (!Number.isFinite(time)) return 0
    local ??= calendar(guest, env)
    return local(BigInt(Math.trunc(time)) * 1_000_000n).zone.offset * 1000
  }
}
