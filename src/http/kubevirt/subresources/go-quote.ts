/** Text in quotes as Go prints it with %q. */

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** What Go doesn't think can be printed: of all blanks it knows only the usual one. */
const SPECIAL = /["\\]|[^\P{C}]|[^\P{Z} ]/gu

export function goQuote(text: string): string {
  return `"${text.replace(SPECIAL, character => SHORT[character] ?? escaped(character))}"`
}

function escaped(character: string): string {
  const point = character.codePointAt(0) as number
  if (point < 0x20 || point === 0x7f) return `\\x${hex(point, 2)}`
  // Half of a pair is none of Go's characters.
  if (point >= 0xd800 && point <= 0xdfff) return '\ufffd'
  return point <= 0xffff ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`
}

const hex = (point: number, digits: number) => point.toString(16).padStart(digits, '0')
