/** Values of the wire as plain JavaScript: objects instead of maps, integers as bigint. */
import { isJsonObject, type JsonObject, type JsonValue } from './value.js'

export type PlainJson =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly PlainJson[]
  | { readonly [name: string]: PlainJson }

export type PlainObject = { readonly [name: string]: PlainJson }

export function toPlain(value: JsonObject): PlainObject
export function toPlain(value: JsonValue): PlainJson
export function toPlain(value: JsonValue): PlainJson {
  if (isJsonObject(value)) return Object.fromEntries([...value].map(([name, member]) => [name, toPlain(member)]))
  if (Array.isArray(value)) return value.map(element => toPlain(element as JsonValue))
  return value as PlainJson
}
