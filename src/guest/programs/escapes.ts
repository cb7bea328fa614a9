/** Backslash escapes of echo(1) and printf(1). */

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
}

/** How an octal number is written: `\0123` for echo and %b (there also `\123`), `\123` in a format. */
export type Octal = RegExp
export const OCTAL_WITH_ZERO: Octal = /^\\0([0-7]{0,3})/
export const OCTAL_IN_ARGUMENT: Octal = /^\\0?([0-7]{1,3})/
export const OCTAL_IN_FORMAT: Octal = /^\\([0-7]{1,3})/

export interface Escape {
  readonly bytes: Uint8Array
  /** How many characters of the text it took. */
  readonly length: number
  /** `\c`: nothing more is to be printed. */
  readonly stop?: boolean
}

/** Reads the escape that the text begins with; what is none stands for itself. */
export function readEscape(text: string, octal: Octal): Escape {
  const letter = text.charAt(1)
  const simple = SIMPLE[letter]
  if (letter === 'c') return { bytes: new Uint8Array(0), length: 2, stop: true }
  if (simple !== undefined) return { bytes: Uint8Array.of(simple), length: 2 }
  const hex = /^\\x([0-9a-fA-F]{1,2})/.exec(text)
  if (hex !== null) return { bytes: Uint8Array.of(Number.parseInt(hex[1] ?? '', 16)), length: hex[0].length }
  const number = octal.exec(text)
  if (number !== null) {
    return { bytes: Uint8Array.of(Number.parseInt(number[1] || '0', 8) & 0xff), length: number[0].length }
  }
  return { bytes: Buffer.from('\\'), length: 1 }
}
