/** Values to JSON: what a command returns, by its descriptor, and what a caller in TypeScript passes, as it is. */
import type { JsonValue } from '../json/value.js'
import { type Descriptor, isList, isStruct } from './descriptor.js'

/** Members that are undefined are left out; a plain number becomes an integer where the descriptor wants one. */
export function toJson(descriptor: Descriptor, value: unknown): JsonValue {
  if (isStruct(descriptor)) {
    const given = value as Readonly<Record<string, unknown>>
    const members = new Map<string, JsonValue>()
    for (const [name, member] of Object.entries(descriptor.members)) {
      if (given[name] !== undefined) members.set(name, toJson(member, given[name]))
    }
    return members
  }
  if (isList(descriptor)) return (value as readonly unknown[]).map(element => toJson(descriptor.element, element))
  if (typeof value === 'number' && descriptor.kind !== 'number') return BigInt(value)
  return value as JsonValue
}

/** Any plain value to JSON: whole numbers are integers, objects become their members. */
export function looseJson(value: unknown): JsonValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'string')
    return value
  if (Array.isArray(value)) return value.map(looseJson)
  if (value instanceof Map) return value as ReadonlyMap<string, JsonValue>
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined)
    return new Map(entries.map(([name, member]) => [name, looseJson(member)]))
  }
  throw new TypeError(`expected a value that JSON can hold, got ${typeof value}`)
}
