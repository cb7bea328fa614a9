/**
 * Basic and extended regular expressions of POSIX with GNU's additions, as JavaScript's. Alternatives are tried in order
 * there, where POSIX takes the longest.
 */
import { boundedRegExp } from './bounded-regex.js'

export class PatternError extends Error {
  override readonly name = 'PatternError'
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\r\\f\\v',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\0-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
}

const ESCAPES: Readonly<Record<string, string>> = {
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '[ \\t\\n\\r\\f\\v]',
  S: '[^ \\t\\n\\r\\f\\v]',
  b: '\\b',
  B: '\\B',
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  '`': '(?<![\\s\\S])',
  "'": '(?![\\s\\S])',
}

export interface Syntax {
  readonly isExtended: boolean
  /** Between brackets a backslash makes what follows an ordinary character, as in awk; elsewhere it is one itself. */
  readonly escapesInSets?: boolean
}

/** The source of a JavaScript expression (for the flag `u`). Throws PatternError with regcomp(3)'s text. */
export function translate(pattern: string, { isExtended, escapesInSets = false }: Syntax): string {
  let source = ''
  /** What `*` would repeat: nothing at the start of a part. */
  let isStart = true
  const open: string[] = []
  const characters = [...pattern]
  const starts = (text: string, at: number) => characters.slice(at, at + text.length).join('') === text
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? ''
    const next = characters[at + 1]
    const token = readToken(character, next, isExtended)
    at += token.length
    switch (token.kind) {
      case 'open':
        open.push('(')
        source += '('
        isStart = true
        continue
      case 'close':
        if (open.pop() === undefined) {
          if (!isExtended) throw new PatternError('Unmatched ) or \\)')
          source += '\\)'
        } else source += ')'
        break
      case 'or':
        source += '|'
        isStart = true
        continue
      case 'repeat':
        if (isStart) {
          source += isExtended && character !== '*' ? '' : '\\*'
          break
        }
        // Repeated once more, which JavaScript has no form for.
        if (/[*+?]$/.test(source) && !/\\[*+?]$/.test(source)) source = `${groupLast(source)}`
        source += token.text
        break
      case 'interval': {
        const end = isExtended ? '}' : '\\}'
        let to = at
        while (to < characters.length && !starts(end, to)) to++
        const bounds = characters.slice(at, to).join('')
        if (isExtended && (to >= characters.length || !/^\d*(,\d*)?$/.test(bounds) || bounds === '' || isStart)) {
          source += '\\{'
          break
        }
        if (to >= characters.length) throw new PatternError('Unmatched \\{')
        if (!/^\d*(,\d*)?$/.test(bounds)) throw new PatternError('Invalid content of \\{\\}')
        const [least = '', most] = bounds.split(',')
        if (most !== undefined && most !== '' && Number(most) < Number(least || 0)) {
          throw new PatternError('Invalid content of \\{\\}')
        }
        if (Number(least) > 32767 || Number(most ?? 0) > 32767) throw new PatternError('Regular expression too big')
        source += `{${least || 0}${most === undefined ? '' : `,${most}`}}`
        at = to + end.length
        break
      }
      case 'bracket': {
        const [text, length] = readBracket(characters, at, escapesInSets)
        source += text
        at += length
        break
      }
      case 'start':
        if (isExtended || isStart) {
          source += '^'
          continue
        }
        source += '\\^'
        break
      case 'end':
        source += isExtended || at >= characters.length || starts('\\)', at) || starts('\\|', at) ? '$' : '\\$'
        break
      default:
        source += token.text
    }
    isStart = false
  }
  if (open.length > 0) throw new PatternError('Unmatched ( or \\(')
  return source
}

interface Token {
  readonly kind: 'open' | 'close' | 'or' | 'repeat' | 'interval' | 'bracket' | 'start' | 'end' | 'text'
  readonly length: number
  readonly text: string
}

function readToken(character: string, next: string | undefined, isExtended: boolean): Token {
  const special = (kind: Token['kind'], length: number, text = character): Token => ({ kind, length, text })
  const isEscaped = character === '\\'
  if (isEscaped && next === undefined) throw new PatternError('Trailing backslash')
  const mark = isEscaped ? (next ?? '') : character
  const length = isEscaped ? 2 : 1
  // What is special with a backslash in a basic expression is so without one in an extended one.
  if (isEscaped !== isExtended) {
    if (mark === '(') return special('open', length)
    if (mark === ')') return special('close', length)
    if (mark === '|') return special('or', length)
    if (mark === '{') return special('interval', length)
    if (mark === '+' || mark === '?') return special('repeat', length, mark)
  }
  if (!isEscaped) {
    if (mark === '*') return special('repeat', 1)
    if (mark === '[') return special('bracket', 1)
    if (mark === '^') return special('start', 1)
    if (mark === '$') return special('end', 1)
    return special('text', 1, mark === '.' ? '.' : quote(mark))
  }
  if (/[1-9]/.test(mark)) return special('text', 2, `(?:\\${mark})`)
  return special('text', 2, ESCAPES[mark] ?? (mark === 'n' ? '\\n' : mark === 't' ? '\\t' : quote(mark)))
}

function readBracket(characters: readonly string[], from: number, escapes: boolean): [text: string, length: number] {
  let at = from
  const isNegated = characters[at] === '^'
  if (isNegated) at++
  let inside = ''
  for (let first = true; ; first = false) {
    const character = characters[at]
    if (character === undefined) throw new PatternError('Unmatched [, [^, [:, [., or [=')
    if (character === ']' && !first) break
    const rest = characters.slice(at).join('')
    const named = /^\[:([a-z]+):\]/.exec(rest) ?? /^\[([.=])(.)\1\]/u.exec(rest)
    if (named?.[0].startsWith('[:')) {
      const set = CLASSES[named[1] ?? '']
      if (set === undefined) throw new PatternError('Invalid character class name')
      inside += set
      at += named[0].length
    } else if (named !== null) {
      inside += quoteInSet(named[2] ?? '')
      at += [...named[0]].length
    } else if (escapes && character === '\\' && characters[at + 1] !== undefined) {
      inside += quoteInSet(characters[at + 1] ?? '')
      at += 2
    } else if (character === '-' && !first && characters[at + 1] !== ']' && /[^-]$/.test(inside)) {
      inside += '-'
      at++
    } else {
      inside += quoteInSet(character)
      at++
    }
  }
  return [`[${isNegated ? '^' : ''}${inside}]`, at + 1 - from]
}

function groupLast(source: string): string {
  const atom = /(\\.|\[(?:\\.|[^\]])*\]|[^\\()[\]])[*+?]$/su.exec(source)
  return atom === null ? `(?:${source})` : `${source.slice(0, atom.index)}(?:${atom[0]})`
}

function quote(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}

function quoteInSet(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character
}

/** A JavaScript expression; `isPosix`: see boundedRegExp. Throws PatternError. */
export function compile(source: string, flags: string, isPosix = true): RegExp {
  try {
    return boundedRegExp(source, flags, isPosix)
  } catch (error) {
    const isRange = String(error).includes('Range out of order')
    throw new PatternError(isRange ? 'Invalid range end' : 'Invalid regular expression')
  }
}
