/** Bytes and texts for human eyes: one line each, nothing in them that a terminal would act upon. */

/** How many characters of a line are shown. */
const WIDTH = 160
/** How many lines of one piece of data are shown. */
const LINES = 8

/**
 * Bytes (latin1), cut after every line feed: what is not printable ASCII as \n, \r, \t or \xff, a backslash doubled,
 * the long shortened with the number of bytes that are left out.
 */
export function printableBytes(data: string): string[] {
  const lines: string[] = []
  let at = 0
  while (at < data.length) {
    if (lines.length === LINES) return [...lines, `… ${data.length - at} bytes more`]
    const end = data.indexOf('\n', at) + 1 || data.length
    const line = data.slice(at, end)
    lines.push(shorten(line, 'bytes', part => part.replace(/[^ -[\]-~]/g, escapeCharacter)))
    at = end
  }
  return lines
}

/** A text: control characters as \n or \x1b, bytes that were no UTF-8 (see json/text.ts) as \xff. */
export function printableText(text: string): string {
  return shorten(text, 'characters', part => part.replace(/[\0-\x1f\x7f-\x9f\ud800-\udfff]/gu, escapeCharacter))
}

function shorten(text: string, unit: string, escaped: (text: string) => string): string {
  if (text.length <= WIDTH) return escaped(text)
  const shown = WIDTH - 20
  return `${escaped(text.slice(0, shown))}… ${text.length - shown} ${unit} more`
}

function escapeCharacter(character: string): string {
  const short = SHORT.get(character)
  return short ?? `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`
}

const SHORT = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
])
