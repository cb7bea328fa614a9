/**
 * String tokens of agents from 5.2 on: any pair of backslash and byte passes the lexer, and so does what is no UTF-8;
 * the first fault is found when the string is whole.
 */
import { isAscii } from 'node:buffer'
import { escapeMeaning, hexUnit, LETTER_U } from '../escapes.js'
import { BACKSLASH, DOUBLE_QUOTE, SINGLE_QUOTE } from '../lexer.js'
import { decodeText } from '../text.js'
import { characterLength, codePointAt, isNoncharacter, putCodePoint } from '../utf8.js'

/** Control characters, and the bytes that no UTF-8 has, not even of old. */
export function breaksString(byte: number): boolean {
  return byte < 0x20 || byte > 0xfd
}

/** 1 for quotes, the backslash and the bytes that break a string. */
export const STRING_STOPS = Uint8Array.from({ length: 256 }, (_, byte) => (breaksString(byte) ? 1 : 0))
for (const byte of [DOUBLE_QUOTE, SINGLE_QUOTE, BACKSLASH]) STRING_STOPS[byte] = 1

export type Decoded = { readonly text: string } | { readonly fault: string }

/** The meaning of a string with its quotes. */
export function decodeString(raw: Buffer): Decoded {
  const inner = raw.subarray(1, -1)
  return isAscii(inner) && !inner.includes(BACKSLASH) ? { text: inner.toString('latin1') } : decodeCarefully(raw)
}

function decodeCarefully(raw: Buffer): Decoded {
  const bytes = Buffer.allocUnsafe(raw.length)
  let size = 0
  for (let at = 1; at < raw.length - 1; ) {
    const byte = raw[at] as number
    if (byte >= 0x80) {
      const length = rawLength(raw, at)
      if (length === 0) return { fault: 'invalid UTF-8 sequence in string' }
      for (const end = at + length; at < end; at++) bytes[size++] = raw[at] as number
    } else if (byte !== BACKSLASH) {
      bytes[size++] = byte
      at++
    } else if (raw[at + 1] === LETTER_U) {
      const { codePoint, end } = readUnicodeEscape(raw, at)
      if (codePoint === undefined) {
        return { fault: `${decodeText(raw.subarray(at, end))} is not a valid Unicode character` }
      }
      size = codePoint === 0 ? putNul(bytes, size) : putCodePoint(bytes, size, codePoint)
      at = end
    } else {
      const meaning = escapeMeaning(raw[at + 1] as number)
      if (meaning === undefined) return { fault: 'invalid escape sequence in string' }
      bytes[size++] = meaning
      at += 2
    }
  }
  return { text: decodeText(bytes.subarray(0, size)) }
}

/** How many bytes the character has that stands raw at `at`; 0 if it may not stand there. */
function rawLength(raw: Buffer, at: number): number {
  if (raw[at] === NUL[0] && raw[at + 1] === NUL[1]) return NUL.length
  const length = characterLength(raw, at)
  return isNoncharacter(codePointAt(raw, at, length)) ? 0 : length
}

/** U+0000 is kept as two bytes, so that a NUL ends no text. */
const NUL = Buffer.of(0xc0, 0x80)

function putNul(bytes: Buffer, at: number): number {
  return at + NUL.copy(bytes, at)
}

/** `end`: where the escape ends, which may be a pair of escapes. No code point: what is read up to there is none. */
function readUnicodeEscape(raw: Buffer, at: number): { readonly codePoint: number | undefined; readonly end: number } {
  const unit = hexUnit(raw, at + 2)
  if (unit === undefined || !isSurrogate(unit)) return { codePoint: asCharacter(unit), end: at + 6 }
  const trail = raw[at + 6] === BACKSLASH && raw[at + 7] === LETTER_U ? hexUnit(raw, at + 8) : undefined
  if (unit >= 0xdc00 || trail === undefined || !isTrail(trail)) return { codePoint: undefined, end: at + 6 }
  return { codePoint: asCharacter(0x10000 + ((unit - 0xd800) << 10) + (trail - 0xdc00)), end: at + 12 }
}

function asCharacter(codePoint: number | undefined): number | undefined {
  return codePoint === undefined || isNoncharacter(codePoint) ? undefined : codePoint
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
