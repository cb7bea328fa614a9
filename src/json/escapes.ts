/** What may follow a backslash in a string, and what it means. */

const MEANINGS = new Map(
  Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '/': '/', '\\': '\\', "'": "'", '"': '"' }).map(
    ([letter, meaning]) => [letter.charCodeAt(0), meaning.charCodeAt(0)],
  ),
)

export const LETTER_U = 0x75

/** The byte that the letter behind a backslash stands for; undefined for `u` and what is no escape. */
export function escapeMeaning(letter: number): number | undefined {
  return MEANINGS.get(letter)
}

/** The UTF-16 unit of the four hexadecimal digits at `at`; undefined where they are none. */
export function hexUnit(bytes: Buffer, at: number): number | undefined {
  let unit = 0
  for (let digit = at; digit < at + 4; digit++) {
    const value = hexDigit(bytes[digit])
    if (value === undefined) return undefined
    unit = unit * 16 + value
  }
  return unit
}

export function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  // The bit that makes a letter small.
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : undefined
}
