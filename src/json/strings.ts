/** String tokens of agent 2.11: which bytes may stand in them, and what they mean. */
import { decodeText, encodeLoosely } from './text.js'

export const DOUBLE_QUOTE = 0x22
export const SINGLE_QUOTE = 0x27
export const BACKSLASH = 0x5c

/** 1 for the bytes at which scanning a string must stop and look: quotes, backslash, and those that break it. */
export const STRING_STOPS = new Uint8Array(256)
for (const byte of [DOUBLE_QUOTE, SINGLE_QUOTE, BACKSLASH, 0x00, 0xc0, 0xc1]) STRING_STOPS[byte] = 1
STRING_STOPS.fill(1, 0xf5)

/** Every byte else may stand raw in a string, control characters and halves of UTF-8 sequences included. */
export function breaksString(byte: number): boolean {
  return byte === 0x00 || byte === 0xc0 || byte === 0xc1 || byte >= 0xf5
}

const ESCAPES = new Map(
  Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '/': '/', '\\': '\\', "'": "'", '"': '"' }).map(
    ([letter, meaning]) => [letter.charCodeAt(0), meaning.charCodeAt(0)],
  ),
)

export function isEscapeLetter(byte: number): boolean {
  return ESCAPES.has(byte)
}

export function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** The meaning of the bytes between the quotes. The lexer has let only well-formed escapes pass. */
export function decodeString(inner: Buffer, hasEscapes: boolean): string {
  return decodeText(hasEscapes ? resolveEscapes(inner) : inner)
}

function resolveEscapes(inner: Buffer): Buffer {
  const parts: Buffer[] = []
  let from = 0
  for (let at = inner.indexOf(BACKSLASH); at !== -1; at = inner.indexOf(BACKSLASH, from)) {
    parts.push(inner.subarray(from, at))
    const letter = inner[at + 1] ?? 0
    const meaning = ESCAPES.get(letter)
    if (meaning === undefined) {
      parts.push(encodeUnit(Number.parseInt(inner.toString('latin1', at + 2, at + 6), 16)))
      from = at + 6
    } else {
      parts.push(Buffer.of(meaning))
      from = at + 2
    }
  }
  parts.push(inner.subarray(from))
  return Buffer.concat(parts)
}

/** Agent 2.11 encodes every `\u` for itself, halves of a surrogate pair too, and U+0000 to nothing. */
function encodeUnit(unit: number): Buffer {
  if (unit === 0) return Buffer.alloc(0)
  return unit < 0x800 ? Buffer.from(String.fromCharCode(unit), 'utf8') : encodeLoosely(unit)
}
