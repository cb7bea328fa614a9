/** String tokens of agent 2.11: which bytes may stand in them, and what they mean. */
import { escapeMeaning, hexUnit } from '../escapes.js'
import { BACKSLASH, DOUBLE_QUOTE, SINGLE_QUOTE } from '../lexer.js'
import { decodeText } from '../text.js'
import { putCodePoint } from '../utf8.js'

/** 1 for quotes, the backslash and the bytes that break a string: control characters and halves of UTF-8 do not. */
export const STRING_STOPS = new Uint8Array(256)
for (const byte of [DOUBLE_QUOTE, SINGLE_QUOTE, BACKSLASH, 0x00, 0xc0, 0xc1]) STRING_STOPS[byte] = 1
STRING_STOPS.fill(1, 0xf5)

/** The meaning of the bytes between the quotes. The lexer has let only well-formed escapes pass. */
export function decodeString(inner: Buffer): string {
  const first = inner.indexOf(BACKSLASH)
  return decodeText(first === -1 ? inner : resolveEscapes(inner, first))
}

function resolveEscapes(inner: Buffer, first: number): Buffer {
  // No escape means more bytes than it has.
  const bytes = Buffer.allocUnsafe(inner.length)
  let size = inner.copy(bytes, 0, 0, first)
  for (let at = first; at < inner.length; ) {
    const byte = inner[at++] as number
    if (byte !== BACKSLASH) {
      bytes[size++] = byte
      continue
    }
    const meaning = escapeMeaning(inner[at++] as number)
    if (meaning !== undefined) bytes[size++] = meaning
    else {
      // Every `\u` is encoded for itself, halves of a surrogate pair too, and U+0000 to nothing.
      const unit = hexUnit(inner, at) ?? 0
      if (unit !== 0) size = putCodePoint(bytes, size, unit)
      at += 4
    }
  }
  return bytes.subarray(0, size)
}
