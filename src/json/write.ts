/** Values to the bytes that QEMU writes: one blank after `,` and `:`, pure ASCII, members in QDict order. */
import type { Doubles } from './dialect.js'
import { formatDouble } from './doubles.js'
import { qdictEntries } from './qdict.js'
import type { JsonValue } from './value.js'
import { writeString } from './write-string.js'

/** The JSON text of a value, in ASCII. */
export function writeJson(value: JsonValue, doubles: Doubles = 'f'): string {
  if (typeof value === 'string') return writeString(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return formatDouble(value, doubles)
  if (value === null || typeof value === 'boolean') return String(value)
  if (isArray(value)) return `[${value.map(element => writeJson(element, doubles)).join(', ')}]`
  return `{${qdictEntries(value)
    .map(([key, member]) => `${writeString(key)}: ${writeJson(member, doubles)}`)
    .join(', ')}}`
}

// Array.isArray does not narrow readonly arrays.
const isArray: (value: JsonValue) => value is readonly JsonValue[] = Array.isArray as never
