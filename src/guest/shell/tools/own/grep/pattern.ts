/** The patterns of grep as one search. */
import { matchesOf } from '../bounded-regex.js'
import { compile, PatternError, translate } from '../posix-regex.js'

export interface Match {
  readonly from: number
  readonly to: number
}

export interface PatternSettings {
  readonly mode: 'G' | 'E' | 'F' | 'P'
  readonly ignoresCase: boolean
  readonly bounds: 'none' | 'word' | 'line'
}

/** All that match in a line, left to right. Throws PatternError with grep's message. */
export function matcher(patterns: readonly string[], settings: PatternSettings): (line: string) => readonly Match[] {
  const { mode, ignoresCase, bounds } = settings
  if (mode === 'P' && patterns.length > 1) throw new PatternError('the -P option only supports a single pattern')
  const sources = patterns.map(pattern => sourceOf(pattern, mode))
  const each = sources.map(source => (sources.length > 1 ? `(?:${source})` : source)).join('|')
  const bounded = bounds === 'line' ? `^(?:${each})$` : bounds === 'word' ? `(?<!\\w)(?:${each})(?!\\w)` : each
  const expression = compile(bounded, `g${mode === 'P' ? '' : 's'}u${ignoresCase ? 'i' : ''}`, mode !== 'P')
  return line => {
    const found: Match[] = []
    for (const match of matchesOf(expression, line))
      found.push({ from: match.index, to: match.index + match[0].length })
    return found
  }
}

function sourceOf(pattern: string, mode: PatternSettings['mode']): string {
  if (mode === 'F') return pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  if (mode !== 'P') return translate(pattern, { isExtended: mode === 'E' })
  try {
    new RegExp(pattern, 'u')
    return pattern
  } catch {
    return perlSource(pattern)
  }
}

/** What PCRE has and JavaScript writes in another way. */
function perlSource(pattern: string): string {
  const source = pattern
    .replace(/\(\?P<(\w+)>/g, '(?<$1>')
    .replace(/\\h/g, '[ \\t]')
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/\\([^\w\s^$\\.*+?()[\]{}|/])/g, '$1')
    .replace(
      /\[\[:(\w+):\]\]/g,
      (_, name: string) => ({ digit: '\\d', space: '\\s', alpha: '[A-Za-z]', alnum: '[A-Za-z0-9]' })[name] ?? _,
    )
  const open = (source.match(/(?<!\\)\(/g) ?? []).length
  const close = (source.match(/(?<!\\)\)/g) ?? []).length
  if (open > close) throw new PatternError('missing closing parenthesis')
  return source.includes('\\K')
    ? `(?<=${source.slice(0, source.indexOf('\\K'))})${source.slice(source.indexOf('\\K') + 2)}`
    : source
}
