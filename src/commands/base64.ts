/** Base64 as QEMU and GLib read it: strict about characters, lenient about everything else. */
import { badBase64 } from './texts.js'

const ALPHABET = /^[A-Za-z0-9+/=\n]*$/
/** What Node decodes the same way: whole groups, padding only at the very end. */
const REGULAR = /^[A-Za-z0-9+/]*={0,2}$/

/** Throws QapiError for a character outside A–Z a–z 0–9 + / = and line feed (a blank, a CR, `-`, `_`). */
export function decodeBase64(text: string): Buffer {
  if (!ALPHABET.test(text)) throw badBase64()
  const characters = text.includes('\n') ? text.replaceAll('\n', '') : text
  if (characters.length % 4 === 0 && REGULAR.test(characters)) return Buffer.from(characters, 'base64')
  return decodeLeniently(characters)
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** Groups of four, `=` counting as zero bits wherever it stands; an incomplete last group is dropped. */
function decodeLeniently(characters: string): Buffer {
  const bytes: number[] = []
  for (let at = 0; at + 4 <= characters.length; at += 4) {
    const group = characters.slice(at, at + 4)
    const [first = 0, second = 0, third = 0] = Buffer.from(group.replaceAll('=', 'A'), 'base64')
    bytes.push(first)
    if (group[2] !== '=') bytes.push(second)
    if (group[3] !== '=') bytes.push(third)
  }
  return Buffer.from(bytes)
}
