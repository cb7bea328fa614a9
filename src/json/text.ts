/**
 * Between bytes and strings without losing a byte: valid UTF-8 becomes ordinary characters; every byte that belongs to
 * no valid sequence becomes the lone surrogate U+DC00 + byte (as Python's "surrogateescape" does), and goes back to
 * that byte.
 */
import { isUtf8 } from 'node:buffer'

const ESCAPED_BYTE = 0xdc00

export function decodeText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = validSequenceLength(bytes, at)
    if (length === 0) text += String.fromCharCode(ESCAPED_BYTE + (bytes[at++] ?? 0))
    else {
      text += bytes.toString('utf8', at, at + length)
      at += length
    }
  }
  return text
}

export function encodeText(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8')
  const parts: Buffer[] = []
  for (const character of text) parts.push(encodeCharacter(character))
  return Buffer.concat(parts)
}

/** The raw byte that a character of decodeText stands for, or undefined for an ordinary character. */
export function escapedByte(codePoint: number): number | undefined {
  return codePoint >= ESCAPED_BYTE + 0x80 && codePoint <= ESCAPED_BYTE + 0xff ? codePoint - ESCAPED_BYTE : undefined
}

function encodeCharacter(character: string): Buffer {
  const codePoint = character.codePointAt(0) ?? 0
  const byte = escapedByte(codePoint)
  if (byte !== undefined) return Buffer.of(byte)
  if (codePoint < 0xd800 || codePoint > 0xdfff) return Buffer.from(character, 'utf8')
  return encodeLoosely(codePoint)
}

/** The three bytes of a code point U+0800–U+FFFF by the pattern of UTF-8 alone, surrogates included. */
export function encodeLoosely(codePoint: number): Buffer {
  return Buffer.of(0xe0 | (codePoint >> 12), 0x80 | ((codePoint >> 6) & 0x3f), 0x80 | (codePoint & 0x3f))
}

function validSequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}
