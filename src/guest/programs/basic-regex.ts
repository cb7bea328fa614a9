/** Basic regular expressions of POSIX, as far as their syntax differs: groups and intervals have backslashes. */
import { extendedRegex } from './processes/extended-regex.js'

/** Undefined for what is none. */
export function basicRegex(pattern: string): RegExp | undefined {
  const parts = pattern.match(/\\.|\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]|[\s\S]/g) ?? []
  let isStart = true
  const source = parts.map((part, index) => {
    const first = isStart
    isStart = part === '\\(' || part === '\\|'
    if (part === '[' || part === '\\') return undefined
    if (/^\\[(){}|+?]$/.test(part)) return part.slice(1)
    if (/^[(){}|+?]$/.test(part)) return `\\${part}`
    // At its beginning a star stands for itself, and so does a caret elsewhere, or a dollar before the end.
    if (part === '*' && first) return '\\*'
    if (part === '^' && !first) return '\\^'
    if (part === '$' && index < parts.length - 1 && parts[index + 1] !== '\\)') return '\\$'
    return part
  })
  return source.includes(undefined) ? undefined : extendedRegex(source.join(''), 's')
}
