/** Text as a shell reads it again. */
import { encodeName } from '../files/names.js'

/** `printf`: as %q, with backslashes; `value`: as ${x@Q}, always in single quotes; `trace`: as set -x, where it must be. */
export type QuoteStyle = 'printf' | 'value' | 'trace'

const META = /[ \t\n'"\\|&;()<>!{}*[\]?^$`]|^[~#]|[=:]~/
const UNPRINTABLE = /[\0-\x1f\x7f\uDC80-\uDCFF]/u
const LETTERS: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  "'": "\\'",
  '\\': '\\\\',
}

export function shellQuote(text: string, style: QuoteStyle = 'printf'): string {
  if (text === '') return "''"
  if (UNPRINTABLE.test(text)) return dollarQuote(text)
  if (style === 'value') return singleQuote(text)
  if (style === 'trace') return META.test(text) ? singleQuote(text) : text
  return text.replace(/[ '"\\|&;()<>!{}*[\]?^$`,]/g, '\\$&').replace(/^[~#]|(?<=[=:])~/g, '\\$&')
}

/** 'it'\''s' */
export function singleQuote(text: string): string {
  return text === "'" ? "\\'" : `'${text.replaceAll("'", "'\\''")}'`
}

/** $'a\nb' */
export function dollarQuote(text: string): string {
  let quoted = ''
  for (const character of text) {
    const letter = LETTERS[character]
    if (letter !== undefined) quoted += letter
    else if (UNPRINTABLE.test(character)) {
      for (const byte of encodeName(character)) quoted += `\\${byte.toString(8).padStart(3, '0')}`
    } else quoted += character
  }
  return `$'${quoted}'`
}

/** As `declare -p` prints values: "a \$b", or $'a\nb'. */
export function doubleQuote(text: string): string {
  return UNPRINTABLE.test(text) ? dollarQuote(text) : `"${text.replace(/[\\"$`]/g, '\\$&')}"`
}

/** As `declare -p` prints the key of an element: plain where nothing in it has a meaning. */
export function quoteKey(text: string): string {
  return text === '' || META.test(text) || UNPRINTABLE.test(text) || text.includes('@') ? doubleQuote(text) : text
}
