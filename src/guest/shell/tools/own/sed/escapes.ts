/** Characters that a script of sed writes with a backslash: in expressions and their sets, in replacements, and for `y`. */
import type { LocaleText } from '../locale-text.js'

const LETTERS: Readonly<Record<string, string>> = {
  ...{ a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
}
/** Bytes by their number, which may be those of one character; a letter; what else there is stays as it is. */
const ESCAPE = /((?:\\(?:x[\da-fA-F]{1,2}|d\d{1,3}|o[0-7]{1,3}))+)|\\c([^\\]|\\\\)|\\([afnrtv])|\\[\s\S]/gu
const PART = new RegExp(`${ESCAPE.source}|&|[^\\\\&]+`, 'gu')
const NUMBER = /\\(?:x([\da-fA-F]{1,2})|d(\d{1,3})|o([0-7]{1,3}))/g

/** What stands for itself, or what has a meaning: a backslash with its character, or &. */
export type Part =
  | { readonly literal: string; readonly mark?: undefined }
  | { readonly mark: string; readonly literal?: undefined }

/** `other`: what becomes of a backslash with any other character, both of them. */
export function unescaped(text: string, locale: LocaleText, other = (mark: string) => mark): string {
  return text.replace(ESCAPE, (...match) => {
    const { literal, mark = '' } = partOf(match as unknown as RegExpExecArray, locale)
    return literal ?? other(mark)
  })
}

export function partsOf(text: string, locale: LocaleText): Part[] {
  const parts: Part[] = []
  for (const match of text.matchAll(PART)) {
    const [part] = match
    if (part === '&') parts.push({ mark: part })
    else parts.push(part.startsWith('\\') ? partOf(match, locale) : { literal: part })
  }
  return parts
}

function partOf([mark, numbers, control, letter]: RegExpExecArray, locale: LocaleText): Part {
  if (numbers !== undefined) return { literal: locale.decodeLatin1(numbers.replace(NUMBER, byte)) }
  if (control !== undefined) return { literal: String.fromCharCode(control.toUpperCase().charCodeAt(0) ^ 0x40) }
  if (letter !== undefined) return { literal: LETTERS[letter] ?? letter }
  // Without a number these are letters.
  return /^\\[xdo]$/.test(mark) ? { literal: mark.slice(1) } : { mark }
}

function byte(_: string, hexadecimal?: string, decimal?: string, octal?: string): string {
  const code =
    hexadecimal !== undefined
      ? parseInt(hexadecimal, 16)
      : decimal !== undefined
        ? Number(decimal)
        : parseInt(octal ?? '', 8)
  return String.fromCharCode(code & 0xff)
}
