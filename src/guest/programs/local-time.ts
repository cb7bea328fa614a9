/** Moments as a calendar and a clock on the wall show them: localtime(3). */
import type { Guest } from '../guest.js'
import type { ZoneTime } from '../timezone/posix-tz.js'
import { findZone, zoneTime } from '../timezone/timezone.js'

export const SECOND = 1_000_000_000n

export interface LocalTime {
  readonly year: number
  /** 1–12 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly nanosecond: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** 1 is January 1. */
  readonly yearDay: number
  readonly zone: ZoneTime
  /** Whole seconds since the epoch. */
  readonly epoch: bigint
}

export type Calendar = (nanoseconds: bigint) => LocalTime

/** The calendar of a process with that environment, or of UTC. */
export function calendar(guest: Guest, env: Readonly<Record<string, string>>, utc = false): Calendar {
  const zone = utc ? findZone('UTC0', undefined) : findZone(env.TZ, guest.localRules())
  return nanoseconds => localTime(nanoseconds, zoneTime(zone, floor(nanoseconds) * SECOND))
}

/** Whole seconds, downwards also before the epoch. */
function floor(nanoseconds: bigint): bigint {
  const seconds = nanoseconds / SECOND
  return nanoseconds % SECOND < 0n ? seconds - 1n : seconds
}

function localTime(nanoseconds: bigint, zone: ZoneTime): LocalTime {
  const epoch = floor(nanoseconds)
  const date = new Date((Number(epoch) + zone.offset) * 1000)
  const year = date.getUTCFullYear()
  const midnight = Date.UTC(year, date.getUTCMonth(), date.getUTCDate())
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(nanoseconds - epoch * SECOND),
    weekday: date.getUTCDay(),
    yearDay: (midnight - Date.UTC(year, 0, 1)) / 86_400_000 + 1,
    zone,
    epoch,
  }
}
