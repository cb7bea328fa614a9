/** The escapes of $'…'. A NUL ends the text. */
import { decodeName, encodeName } from '../../files/names.js'

const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}
const ESCAPE =
  /\\(?:([abeEfnrtv\\'"?])|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c([\s\S]))|[^\\]+|\\/g

export function ansiText(text: string): string {
  const parts: Uint8Array[] = []
  for (const [whole, letter, hex, octal, short, long, control] of text.matchAll(ESCAPE)) {
    const byte =
      hex !== undefined ? Number.parseInt(hex, 16) : octal === undefined ? undefined : Number.parseInt(octal, 8)
    const code = short ?? long
    if (letter !== undefined) parts.push(Buffer.from(LETTERS[letter] ?? letter))
    else if (byte !== undefined) parts.push(Uint8Array.of(byte & 0xff))
    else if (code !== undefined) parts.push(Buffer.from(characterOf(Number.parseInt(code, 16))))
    else if (control !== undefined) parts.push(Uint8Array.of(control.charCodeAt(0) & 0x1f))
    else parts.push(encodeName(whole))
  }
  const bytes = Buffer.concat(parts)
  const end = bytes.indexOf(0)
  return decodeName(end === -1 ? bytes : bytes.subarray(0, end))
}

function characterOf(code: number): string {
  return code > 0x10ffff ? '' : String.fromCodePoint(code)
}
