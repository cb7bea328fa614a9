/** Strings as QEMU writes them: in ASCII, and one U+FFFD for each sequence of bytes that is no character. */
import { LETTER_U } from './escapes.js'
import { encodeText } from './text.js'
import { characterLength, codePointAt, isContinuation, isNoncharacter } from './utf8.js'

const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/

export function writeString(text: string): string {
  return NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : `"${escapeBytes(encodeText(text))}"`
}

/** By byte: 1 where it needs no escape; the letter that stands for it behind a backslash, 0 for none. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (NEEDS_NO_ESCAPE.test(String.fromCharCode(byte)) ? 1 : 0))
const LETTERS = new Uint8Array(256)
for (const [byte, letter] of ['""', '\\\\', '\bb', '\ff', '\nn', '\rr', '\tt'].map(pair => Buffer.from(pair))) {
  LETTERS[byte as number] = letter as number
}
const BACKSLASH = 0x5c
const REPLACEMENT = 0xfffd
/** A byte becomes \uXXXX at most. */
const MAX_GROWTH = 6

function escapeBytes(bytes: Buffer): string {
  const out = Buffer.allocUnsafe(bytes.length * MAX_GROWTH)
  let size = 0
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number
    if (PLAIN[byte] === 1) {
      out[size++] = byte
      at++
    } else if (LETTERS[byte] !== 0) {
      out[size++] = BACKSLASH
      out[size++] = LETTERS[byte] as number
      at++
    } else {
      const length = characterLength(bytes, at)
      const codePoint = length === 0 ? undefined : codePointAt(bytes, at, length)
      if (codePoint !== undefined && !isNoncharacter(codePoint)) {
        size = putEscape(out, size, codePoint)
        at += length
      } else if (isNul(bytes, at)) {
        size = putUnit(out, size, 0)
        at += 2
      } else {
        size = putUnit(out, size, REPLACEMENT)
        at += badLength(bytes, at)
      }
    }
  }
  return out.toString('latin1', 0, size)
}

/** U+0000 is kept as C0 80, so that a NUL ends no text. */
function isNul(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xc0 && bytes[at + 1] === 0x80
}

/** A bad sequence is a lead byte with as many of the continuation bytes it announces as are there, or a stray byte. */
function badLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] as number
  // 0xFC announces most, and what comes from 0xFE on is no lead.
  const announced = lead < 0xc0 || lead >= 0xfe ? 0 : Math.clz32(~(lead << 24)) - 1
  let length = 1
  while (length <= announced && isContinuation(bytes[at + length])) length++
  return length
}

/** One \uXXXX a UTF-16 unit: a pair above U+FFFF. */
function putEscape(out: Buffer, at: number, codePoint: number): number {
  if (codePoint < 0x10000) return putUnit(out, at, codePoint)
  return putUnit(out, putUnit(out, at, 0xd7c0 + (codePoint >> 10)), 0xdc00 + (codePoint & 0x3ff))
}

const HEX = Buffer.from('0123456789ABCDEF')

function putUnit(out: Buffer, at: number, unit: number): number {
  out[at] = BACKSLASH
  out[at + 1] = LETTER_U
  for (let digit = 0; digit < 4; digit++) out[at + 2 + digit] = HEX[(unit >> (12 - 4 * digit)) & 0xf] as number
  return at + MAX_GROWTH
}
