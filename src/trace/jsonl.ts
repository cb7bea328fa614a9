/**
 * Trace events as JSON lines: one object a line, members as in events.ts. bigint are plain integers of full precision,
 * `data` is a string of one character a byte, QGA's objects are objects; a double has a point or an exponent.
 */
import type { GuestChange } from '../guest/changes.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js'
import type { TraceEvent } from './events.js'
import { decodeExact, encodeExact } from './exact-json.js'

/** The line of an event, without a line feed. */
export function encodeEvent(event: TraceEvent): string {
  const members = Object.entries(event).filter(([, value]) => value !== undefined)
  return `{${members.map(([key, value]) => `"${key}":${encodeMember(key, value)}`).join(',')}}`
}

/**
 * The event of a line. Integers in `scenario`, which has no type here, come back as bigint only beyond 2^53.
 *
 * @throws SyntaxError if it is no line that encodeEvent wrote
 */
export function decodeEvent(line: string): TraceEvent {
  const members = decodeExact(line)
  if (!isJsonObject(members) || typeof members.get('at') !== 'bigint' || typeof members.get('type') !== 'string') {
    throw new SyntaxError('expected a trace event: an object with at, seq and type')
  }
  const event = Object.fromEntries([...members].map(([key, value]) => [key, decodeMember(key, value)]))
  return event as unknown as TraceEvent
}

/** Members that hold values of the protocol, in which integers and doubles are different things. */
const PROTOCOL = new Set(['arguments', 'return'])

type BigintMembers<Change> = {
  [Key in keyof Change & string]-?: Change[Key] extends bigint ? Key : never
}[keyof Change & string]

/** Which members of a change are bigint, the others that are numbers being number. */
const BIGINTS: { [What in GuestChange['what']]: readonly BigintMembers<Extract<GuestChange, { what: What }>>[] } = {
  time: ['from', 'to'],
  rtc: ['to'],
  freeze: [],
  trim: ['bytes'],
  vcpu: [],
  'memory-block': ['index'],
  interface: [],
  password: [],
  'file-open': ['handle'],
  'file-close': ['handle'],
  'process-start': [],
  'process-end': [],
  service: [],
  package: [],
  power: [],
}

function encodeMember(key: string, value: unknown): string {
  return PROTOCOL.has(key) ? encodeExact(value as JsonValue) : encodePlain(value)
}

function encodePlain(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && !isPlainInteger(value)) return encodeExact(value)
  if (Array.isArray(value)) return `[${value.map(encodePlain).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${encodePlain(member)}`).join(',')}}`
}

/** A number that decodePlain would take the digits for. */
function isPlainInteger(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0)
}

function decodeMember(key: string, value: JsonValue): unknown {
  if (PROTOCOL.has(key) || key === 'at' || key === 'behind') return value
  if (key === 'change' && isJsonObject(value)) return decodeChange(value)
  return decodePlain(value)
}

function decodeChange(members: JsonObject): object {
  const bigints: readonly string[] = BIGINTS[members.get('what') as GuestChange['what']] ?? []
  return Object.fromEntries(
    [...members].map(([key, value]) => [key, bigints.includes(key) ? value : decodePlain(value)]),
  )
}

function decodePlain(value: JsonValue): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (isJsonObject(value)) return Object.fromEntries([...value].map(([key, member]) => [key, decodePlain(member)]))
  if (Array.isArray(value)) return value.map(decodePlain)
  return value
}
