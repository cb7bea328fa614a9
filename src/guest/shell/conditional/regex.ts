/** Extended regular expressions of POSIX, as expressions of this language. */
import { boundedRegExp } from '../tools/own/bounded-regex.js'

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
}

/** Text as an expression that matches nothing else. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** Undefined for one that can't be compiled. Of alternatives the first that matches is taken, not the longest. */
export function compileRegex(pattern: string, nocase: boolean): RegExp | undefined {
  const source = translate(pattern)
  if (source === undefined) return undefined
  try {
    return boundedRegExp(source, nocase ? 'sui' : 'su')
  } catch {
    return undefined
  }
}

function translate(pattern: string): string | undefined {
  let source = ''
  for (let at = 0; at < pattern.length; ) {
    const letter = pattern.charAt(at)
    if (letter === '[') {
      const set = translateSet(pattern, at)
      if (set === undefined) return undefined
      source += set.source
      at = set.end
      continue
    }
    if (letter === '\\') {
      const next = pattern.charAt(at + 1)
      if (next === '') return undefined
      source += /[bBwWsS<>]/.test(next) ? ({ '<': '\\b', '>': '\\b' }[next] ?? `\\${next}`) : escapeRegex(next)
      at += 2
      continue
    }
    const [interval] = /^\{[0-9]*(?:,[0-9]*)?\}/.exec(pattern.slice(at, at + 16)) ?? []
    if (letter === '{' && interval !== undefined && /[0-9]/.test(interval)) {
      source += interval.replace('{,', '{0,')
      at += interval.length
      continue
    }
    // A repetition where there is nothing to repeat is refused here as there.
    source += '{}]/'.includes(letter) ? `\\${letter}` : letter
    at += 1
  }
  return source
}

function translateSet(pattern: string, open: number): { source: string; end: number } | undefined {
  let at = open + 1
  let source = '['
  if (pattern.charAt(at) === '^') {
    source += '^'
    at += 1
  }
  for (let isFirst = true; ; isFirst = false) {
    const letter = pattern.charAt(at)
    if (letter === '') return undefined
    if (letter === ']' && !isFirst) return { source: `${source}]`, end: at + 1 }
    const [whole, kind, name = ''] = /^\[([:.=])(.+?)\1\]/s.exec(pattern.slice(at, at + 16)) ?? []
    if (whole !== undefined) {
      if (kind === ':' && CLASSES[name] === undefined) return undefined
      source += kind === ':' ? CLASSES[name] : setEscape(name)
      at += whole.length
      continue
    }
    const isRange = letter === '-' && !isFirst && pattern.charAt(at + 1) !== ']'
    source += isRange ? '-' : setEscape(letter)
    at += 1
  }
}

function setEscape(text: string): string {
  return text.replace(/[\\\]^[-]/g, '\\$&')
}
