/** The pattern of UTF-8, byte by byte. */

/** How many bytes the well-formed character at `at` has; 0 where there is none. */
export function characterLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4 || !isContinuation(bytes[at + 1])) return 0
  if (lead < 0xe0) return 2
  const second = bytes[at + 1] as number
  if (!isContinuation(bytes[at + 2])) return 0
  if (lead < 0xf0) {
    // Overlong, or a surrogate.
    return (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) ? 0 : 3
  }
  if (!isContinuation(bytes[at + 3])) return 0
  // Overlong, or beyond U+10FFFF.
  return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : 4
}

/** The code point of the character of `length` bytes at `at`. */
export function codePointAt(bytes: Buffer, at: number, length: number): number {
  const lead = bytes[at] as number
  if (length === 1) return lead
  // A lead byte announces n bytes by n ones and a zero.
  let codePoint = lead & (0x7f >> length)
  for (let next = at + 1; next < at + length; next++) codePoint = (codePoint << 6) | ((bytes[next] as number) & 0x3f)
  return codePoint
}

/** Writes a code point by the pattern alone, surrogates included. Returns the place behind it. */
export function putCodePoint(bytes: Buffer, at: number, codePoint: number): number {
  if (codePoint < 0x80) {
    bytes[at] = codePoint
    return at + 1
  }
  const length = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
  bytes[at] = ((0xf00 >> length) & 0xff) | (codePoint >> (6 * (length - 1)))
  for (let index = 1; index < length; index++) {
    bytes[at + index] = 0x80 | ((codePoint >> (6 * (length - 1 - index))) & 0x3f)
  }
  return at + length
}

/** U+FDD0–FDEF, and the last two of every plane: they stand for no character, ever. */
export function isNoncharacter(codePoint: number): boolean {
  return (codePoint & 0xfffe) === 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef)
}

export function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
