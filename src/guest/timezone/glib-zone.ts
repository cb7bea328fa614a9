/** TZ as GLib reads it, which the agent does with it: not quite what the C library makes of the same text. */
import { type PosixZone, parsePosixZone } from './posix-tz.js'
import { parseZone } from './timezone.js'
import { ZONES } from './zones.js'

const CONSTANT = /^(?:Z|([+-]?)(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?)$/

/** Undefined for a text that it can't read: then it is UTC. */
export function parseGlibZone(text: string): PosixZone | undefined {
  return constantOffset(text) ?? namedZone(text) ?? ruleZone(text)
}

/** "+05:30" is a zone of that name. */
function constantOffset(text: string): PosixZone | undefined {
  const match = CONSTANT.exec(text)
  if (match === null) return undefined
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match
  const distance = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return { standard: { name: text, offset: sign === '-' ? -distance : distance } }
}

/** A file of the zone database, by its name there or its whole path. */
function namedZone(text: string): PosixZone | undefined {
  const name = text.replace(/^\/usr\/share\/zoneinfo\//, '').replace(/^(?:posix|right)\//, '')
  return Object.hasOwn(ZONES, name) ? parseZone(name) : undefined
}

/** GLib knows no rules of its own: summer time without any is no zone. */
function ruleZone(text: string): PosixZone | undefined {
  const zone = parsePosixZone(text)
  return zone?.daylight !== undefined && !text.includes(',') ? undefined : zone
}
