/** Which zone a process of the guest lives in, as tzset(3) finds it. */
import { type PosixZone, parsePosixZone, type ZoneTime, zoneTimeAt } from './posix-tz.js'
import { ZONEINFO } from './zoneinfo.js'
import { ZONES } from './zones.js'

const UTC: PosixZone = { standard: { name: 'UTC', offset: 0 } }

/**
 * The zone of `TZ` if that is set, else that of /etc/localtime; UTC when neither says anything known.
 * `rules` are those that /etc/localtime holds, undefined for a guest without it; `parse` reads TZ as the C library does,
 * or somebody else.
 */
export function findZone(tz: string | undefined, rules: string | undefined, parse = parseZone): PosixZone {
  if (tz !== undefined) return parse(tz.replace(/^:/, '')) ?? UTC
  return (rules === undefined ? undefined : parsePosixZone(rules)) ?? UTC
}

/** The zone of an IANA name ("Europe/Prague") or a POSIX TZ string; undefined for anything else. */
export function parseZone(text: string): PosixZone | undefined {
  return parsePosixZone(Object.hasOwn(ZONES, text) ? (ZONES[text] ?? '') : text)
}

/** Where /etc/localtime points for that zone. */
export function zoneinfoPath(name: string): string {
  return `${ZONEINFO}/${name}`
}

/** The abbreviation and the offset in force at a time in nanoseconds since the epoch. */
export function zoneTime(zone: PosixZone, now: bigint): ZoneTime {
  return zoneTimeAt(zone, Number(now / 1_000_000_000n))
}
