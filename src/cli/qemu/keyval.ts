import { QemuError } from './error.js'
import type { Group } from './group.js'
import { parseKeyValues } from './key-values.js'
import type { Word } from './words.js'

/** The newer lists, of -machine and -smp: a word alone means nothing in them. Throws QemuError. */
export function readKeyval({ typed, value }: Word, implied: string): Group {
  const group = new Map<string, string>()
  for (const { key, value: given, isShort } of parseKeyValues(value, implied)) {
    if (isShort) {
      const asWritten = given === 'off' ? `no${key}` : key
      throw new QemuError(`${typed}: Expected '=' after parameter '${asWritten}'`)
    }
    group.set(key, given)
  }
  return group
}
