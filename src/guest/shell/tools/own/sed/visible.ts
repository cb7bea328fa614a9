/** A line as the command `l` shows it: unambiguous, and folded to `width` columns where that is more than 1. */
const ESCAPES: Readonly<Record<number, string>> = {
  ...{ 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 92: '\\\\' },
}

export function visible(bytes: Uint8Array, width: number): string {
  let text = ''
  let column = 0
  for (const part of Array.from(bytes, shown)) {
    if (width > 1 && column + part.length > width - 1) {
      text += '\\\n'
      column = 0
    }
    text += part
    column += part.length
  }
  return `${text}$\n`
}

function shown(byte: number): string {
  const isPlain = byte >= 32 && byte <= 126
  return ESCAPES[byte] ?? (isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`)
}
