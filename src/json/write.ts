/** Values to the bytes that QEMU writes: one blank after `,` and `:`, pure ASCII, members in QDict order. */
import { formatDouble } from './numbers.js'
import { qdictEntries } from './qdict.js'
import { escapedByte } from './text.js'
import type { JsonValue } from './value.js'

/** The JSON text of a value, in ASCII. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'string') return writeString(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return formatDouble(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (isArray(value)) return `[${value.map(writeJson).join(', ')}]`
  return `{${qdictEntries(value)
    .map(([key, member]) => `${writeString(key)}: ${writeJson(member)}`)
    .join(', ')}}`
}

// Array.isArray does not narrow readonly arrays.
const isArray: (value: JsonValue) => value is readonly JsonValue[] = Array.isArray as never

const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function writeString(text: string): string {
  return NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : `"${escapeText(text)}"`
}

function escapeText(text: string): string {
  return text.replace(NEEDS_ESCAPE, part => {
    const codePoint = part.codePointAt(0) ?? 0
    if (escapedByte(codePoint) === undefined) return escapeCharacter(part, codePoint)
    return REPLACEMENT.repeat(countBadSequences([...part].map(character => escapedByte(character.charCodeAt(0)) ?? 0)))
  })
}

/** A run of raw bytes, or a single character. */
const NEEDS_ESCAPE = /[\u{dc80}-\u{dcff}]+|[^ !#-[\]-~]/gu
const REPLACEMENT = '\\uFFFD'

function escapeCharacter(character: string, codePoint: number): string {
  const short = SHORT_ESCAPES[character]
  if (short !== undefined) return short
  if (codePoint >= 0x20 && codePoint < 0x7f) return character
  if (isNoncharacter(codePoint)) return REPLACEMENT
  // One \uXXXX a UTF-16 unit: a pair above U+FFFF.
  return Array.from({ length: character.length }, (_, unit) => unicodeEscape(character.charCodeAt(unit))).join('')
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).toUpperCase().padStart(4, '0')}`
}

function isNoncharacter(codePoint: number): boolean {
  return (codePoint & 0xfffe) === 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef)
}

/** A bad sequence is a lead byte with as many of the continuation bytes it announces as are there, or a stray byte. */
function countBadSequences(bytes: readonly number[]): number {
  let sequences = 0
  for (let at = 0; at < bytes.length; sequences++) {
    const lead = bytes[at++] ?? 0
    let announced =
      lead < 0xc0 || lead >= 0xfe ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf8 ? 3 : lead < 0xfc ? 4 : 5
    while (announced-- > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++
  }
  return sequences
}
