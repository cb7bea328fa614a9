/**
 * Between bytes and strings without losing a byte: valid UTF-8 becomes ordinary characters; every byte that belongs to
 * no valid sequence becomes the lone surrogate U+DC00 + byte (as Python's "surrogateescape" does), and goes back to
 * that byte.
 */
import { isUtf8 } from 'node:buffer'
import { characterLength, codePointAt, putCodePoint } from './utf8.js'

const ESCAPED_BYTE = 0xdc00

export function decodeText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  // UTF-16 never has more units than UTF-8 has bytes.
  const units = new Uint16Array(bytes.length)
  let count = 0
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at)
    if (length === 0) units[count++] = ESCAPED_BYTE + (bytes[at++] as number)
    else {
      const codePoint = codePointAt(bytes, at, length)
      if (codePoint < 0x10000) units[count++] = codePoint
      else {
        units[count++] = 0xd7c0 + (codePoint >> 10)
        units[count++] = 0xdc00 + (codePoint & 0x3ff)
      }
      at += length
    }
  }
  return Buffer.from(units.buffer, 0, count * 2).toString('utf16le')
}

export function encodeText(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8')
  const bytes = Buffer.allocUnsafe(text.length * 3)
  let size = 0
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at) ?? 0
    const byte = escapedByte(codePoint)
    if (byte === undefined) size = putCodePoint(bytes, size, codePoint)
    else bytes[size++] = byte
    at += codePoint < 0x10000 ? 1 : 2
  }
  return bytes.subarray(0, size)
}

/** The raw byte that a character of decodeText stands for, or undefined for an ordinary character. */
function escapedByte(codePoint: number): number | undefined {
  return codePoint >= ESCAPED_BYTE + 0x80 && codePoint <= ESCAPED_BYTE + 0xff ? codePoint - ESCAPED_BYTE : undefined
}
