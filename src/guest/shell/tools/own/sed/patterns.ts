/** Where a script of sed has regular expressions: addresses, and what `s` and `y` replace. */
import type { LocaleText } from '../locale-text.js'
import { compile, PatternError, translate } from '../posix-regex.js'
import type { Address, Piece, Substitution } from './command.js'
import type { Cursor } from './cursor.js'
import { partsOf, unescaped } from './escapes.js'

export interface Syntax {
  readonly isExtended: boolean
  readonly locale: LocaleText
}

export function readAddress(cursor: Cursor, syntax: Syntax, isSecond = false): Address | undefined {
  const step = cursor.takes(/^\d+~\d+/)
  if (step !== '') {
    const [first = 0, by = 0] = step.split('~').map(Number)
    return { kind: 'step', first, step: by }
  }
  const number = cursor.takes(/^\d+/)
  if (number !== '') {
    if (Number(number) === 0 && !isSecond && !cursor.isBefore(/^\s*,\s*[/\\]/))
      cursor.failAfter('invalid usage of line address 0')
    return { kind: 'line', line: Number(number) }
  }
  const relative = isSecond ? cursor.takes(/^[+~]\d+/) : ''
  if (relative !== '') return { kind: relative.startsWith('+') ? 'plus' : 'multiple', count: Number(relative.slice(1)) }
  if (cursor.takes(/^\$/) !== '') return { kind: 'last' }
  if (!cursor.isBefore(/^(?:\/|\\[^\n])/)) return undefined
  cursor.takes(/^\\/)
  const pattern = cursor.delimited(cursor.next(), 'unterminated address regex')
  return { kind: 'match', expression: expression(cursor, syntax, pattern, cursor.takes(/^[IM]*/)) }
}

function expression(cursor: Cursor, syntax: Syntax, pattern: string, options: string): RegExp | undefined {
  if (pattern === '') return undefined
  try {
    const ignores = /[Ii]/.test(options) ? 'i' : ''
    return compile(
      translate(unescaped(pattern, syntax.locale), syntax),
      `gsu${ignores}${/[Mm]/.test(options) ? 'm' : ''}`,
    )
  } catch (error) {
    if (error instanceof PatternError) return cursor.fail(error.message)
    throw error
  }
}

export function readSubstitution(cursor: Cursor, syntax: Syntax): Substitution {
  const delimiter = cursor.next()
  if (delimiter === '' || delimiter === '\n' || delimiter === '\\') cursor.fail("unterminated `s' command")
  const pattern = cursor.delimited(delimiter, "unterminated `s' command")
  const replacement = cursor.delimited(delimiter, "unterminated `s' command", false)
  const { options, ...how } = readFlags(cursor)
  const compiled = expression(cursor, syntax, pattern, options)
  const pieces = piecesOf(replacement, syntax.locale)
  const groups = compiled === undefined ? 9 : (new RegExp(`${compiled.source}|`, 'su').exec('')?.length ?? 1) - 1
  for (const piece of pieces) {
    if (typeof piece === 'object' && 'group' in piece && piece.group > groups) {
      cursor.fail(`invalid reference \\${piece.group} on \`s' command's RHS`)
    }
  }
  return { expression: compiled, replacement: pieces, ...how }
}

function readFlags(cursor: Cursor): Omit<Substitution, 'expression' | 'replacement'> & { readonly options: string } {
  const flags = { isGlobal: false, prints: 0, number: 1, options: '', file: undefined as string | undefined }
  for (;;) {
    const digits = cursor.takes(/^\d+/)
    const flag = digits === '' ? cursor.character : ''
    if (digits !== '') {
      flags.number = Number(digits)
      if (flags.number === 0) cursor.fail("number option to `s' command may not be zero")
    } else if (flag === 'g') flags.isGlobal = true
    else if (flag === 'p') flags.prints++
    else if (/[iImM]/.test(flag)) flags.options += flag
    else if (flag === 'e') cursor.fail("mockvm doesn't do the option e of `s' yet")
    else if (flag === 'w') {
      cursor.next()
      cursor.skipBlanks()
      return { ...flags, file: cursor.until(/\n/) }
    } else break
    if (digits === '') cursor.next()
  }
  cursor.end("unknown option to `s'")
  return flags
}

function piecesOf(text: string, locale: LocaleText): Piece[] {
  return partsOf(text, locale).flatMap(({ literal, mark }): Piece[] => {
    if (literal !== undefined) return [literal]
    if (mark === '&') return [{ group: 0 }]
    const code = mark.slice(1)
    if (/\d/.test(code)) return [{ group: Number(code) }]
    return [/[ULEul]/.test(code) ? { change: code as 'U' } : code]
  })
}

/** Both sets of `y`, one after the other. */
export function readTransliteration(cursor: Cursor, { locale }: Syntax): string {
  const delimiter = cursor.next()
  const [from, to] = [1, 2].map(() => {
    const text = cursor.delimited(delimiter, "unterminated `y' command", false)
    return [...unescaped(text, locale, mark => (mark === '\\\\' ? '\\' : mark))]
  })
  if (from?.length !== to?.length) cursor.fail("strings for `y' command are different lengths")
  return [...(from ?? []), ...(to ?? [])].join('')
}
