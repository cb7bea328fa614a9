/**
 * Bytes as just-bash keeps them: a character for each byte, which it decodes itself when they are UTF-8. What is not is
 * given to tools of text decoded, with a lone surrogate for each byte that is none (see names.ts): as it holds characters
 * past 255 just-bash leaves it alone, and it comes back as it was.
 */
import { decodeName, encodeName } from '../../files/names.js'

const WIDE = /[^\0-\xff]/

export function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** The characters of a text. */
export function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return decodeName(bytes)
  }
}

/** Bytes for a tool of text that decodes them. */
export function toDecodable(bytes: Uint8Array): string {
  const text = toText(bytes)
  return /[\uDC80-\uDCFF]/u.test(text) ? text : toLatin1(bytes)
}

/** What a tool prints or writes. */
export function toBytes(text: string, isBytes: boolean): Uint8Array {
  if (isBytes && !WIDE.test(text)) return Buffer.from(text, 'latin1')
  return /[\uDC80-\uDCFF]/u.test(text) ? encodeKeepingNuls(text) : Buffer.from(text, 'utf8')
}

/** In a name NUL stands for other bytes; in a text it is itself. */
function encodeKeepingNuls(text: string): Uint8Array {
  const parts = text.split('\0').map(encodeName)
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Uint8Array.of(0), part])))
}
