/**
 * Names of files as text. Linux names are bytes; ours are strings in which a lone surrogate U+DC80…U+DCFF stands for one
 * raw byte 0x80…0xFF (as Python's surrogateescape does), and U+0000 for the two bytes C0 80 (as QEMU's JSON parser
 * stores `\u0000`). One name may thus be spelt in several ways; everything below works on the canonical one.
 */

import { isUtf8 } from 'node:buffer'

/** NAME_MAX: bytes of one component. */
export const NAME_MAX = 255
/** PATH_MAX without its NUL: bytes of one path. */
export const PATH_MAX = 4095

const RAW_BYTE = /[\uDC80-\uDCFF]/u
const RAW_BYTES = /[\uDC80-\uDCFF]/gu
/** What may make a name need another spelling; also half of many a rarer character. */
const UNUSUAL = /[\0\uDC80-\uDCFF]/

/** How many bytes a name takes on Linux. */
export function nameLength(name: string): number {
  // Buffer counts a lone surrogate as the three bytes of U+FFFD.
  return Buffer.byteLength(name) - 2 * (name.match(RAW_BYTES)?.length ?? 0)
}

/** Whether a name takes more than `limit` bytes. */
export function exceeds(name: string, limit: number): boolean {
  // No UTF-16 unit takes more than three bytes, so most names need not be measured.
  return name.length * 3 > limit && nameLength(name) > limit
}

/** The one spelling under which a name or path is kept: without U+0000, and with raw bytes only where they are not UTF-8. */
export function canonicalName(name: string): string {
  if (!UNUSUAL.test(name)) return name
  const text = name.replaceAll('\0', '\uDCC0\uDC80')
  return RAW_BYTE.test(text) ? decodeName(encodeName(text)) : text
}

/** What callers see of a canonical name: the bytes C0 80 are U+0000 again. */
export function shownName(name: string): string {
  return name.replaceAll('\uDCC0\uDC80', '\0')
}

/** The bytes of a name, or of a text of any length. */
export function encodeName(given: string): Uint8Array {
  if (!UNUSUAL.test(given)) return Buffer.from(given)
  const name = given.includes('\0') ? given.replaceAll('\0', '\uDCC0\uDC80') : given
  const bytes = Buffer.alloc(encodedLength(name))
  let at = 0
  for (let index = 0; index < name.length; index++) {
    const code = name.codePointAt(index) ?? 0
    if (code < 0x80) bytes[at++] = code
    else if (isRawByte(code)) bytes[at++] = code & 0xff
    else {
      if (code > 0xffff) index++
      for (const byte of Buffer.from(String.fromCodePoint(code))) bytes[at++] = byte
    }
  }
  return bytes
}

/** The text of a name's bytes: what is not UTF-8 becomes lone surrogates, byte by byte. */
export function decodeName(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
  // Units, and not pieces of text: there may be hundreds of millions of such bytes.
  const units = new Uint16Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0
    const size = sequenceAt(bytes, at)
    if (size < 2) units[length++] = size === 1 ? lead : 0xdc00 + lead
    else {
      let code = lead & (0x7f >> size)
      for (let next = at + 1; next < at + size; next++) code = (code << 6) | ((bytes[next] ?? 0) & 0x3f)
      if (code > 0xffff) units[length++] = 0xd7c0 + (code >> 10)
      units[length++] = code > 0xffff ? 0xdc00 + (code & 0x3ff) : code
    }
    at += size || 1
  }
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le')
}

/** How many bytes the character takes that begins there; 0: none does. */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  const second = bytes[at + 1] ?? 0
  // Neither longer than needed, nor half of a pair, nor past U+10FFFF.
  if (second < (lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80)) return 0
  if (second > (lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf)) return 0
  for (let next = at + 2; next < at + size; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0
  return size
}

function encodedLength(name: string): number {
  let length = 0
  for (let index = 0; index < name.length; index++) {
    const code = name.codePointAt(index) ?? 0
    if (code > 0xffff) index++
    length += code < 0x80 || isRawByte(code) ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}

function isRawByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff
}

/** The canonical path of an entry of a canonical directory. */
export function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
}

/** The name of a canonical path in its directory. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The canonical path of the directory that holds a canonical path; the root is its own. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** Whether a canonical path is that directory or lies below it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`)
}
