/**
 * Names of files as text. Linux names are bytes; ours are strings in which a lone surrogate U+DC80…U+DCFF stands for one
 * raw byte 0x80…0xFF (as Python's surrogateescape does), and U+0000 for the two bytes C0 80 (as QEMU's JSON parser
 * stores `\u0000`). One name may thus be spelt in several ways; everything below works on the canonical one.
 */

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

/** The bytes of a name. */
export function encodeName(name: string): Uint8Array {
  const parts: Uint8Array[] = []
  for (const character of name.replaceAll('\0', '\uDCC0\uDC80')) {
    const code = character.codePointAt(0) ?? 0
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Uint8Array.of(code & 0xff) : Buffer.from(character))
  }
  return Buffer.concat(parts)
}

/** The text of a name's bytes: what is not UTF-8 becomes lone surrogates, byte by byte. */
export function decodeName(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    try {
      text += decoder.decode(bytes.subarray(at, at + length))
      at += length
    } catch {
      text += String.fromCharCode(0xdc00 + lead)
      at += 1
    }
  }
  return text
}

/** The canonical path of an entry of a canonical directory. */
export function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
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
