/** Names of members: what tar keeps of them, how it shows them, and which it leaves out. */
import { glob } from '../../../../programs/streaming/find/glob.js'

/** Without what would lead out of the directory; `prefix` is what was taken away. */
export function safeName(name: string): { readonly name: string; readonly prefix: string } {
  const prefix = /^(?:.*(?:^|\/)\.\.(?=\/|$))?\/*/s.exec(name)?.[0] ?? ''
  const rest = name.slice(prefix.length)
  return { name: rest === '' ? '.' : rest, prefix }
}

/** Backslashes and what can't be printed are escaped. */
export function shownName(name: string, isUnicode: boolean): string {
  const escaped = name.replace(/[\\\0-\x1f\x7f]/g, character => {
    const code = ESCAPES[character]
    return code ?? octal(character.charCodeAt(0))
  })
  if (isUnicode) return escaped
  return escaped.replace(/[^\0-\x7f]/gu, character => Array.from(Buffer.from(character), octal).join(''))
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '\\': '\\\\', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r' },
  '\x7f': '\\177',
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`
}

/** Whether one of the patterns names it, a part of it from some slash on, or a directory that it is in. */
export function isExcluded(name: string, patterns: readonly string[]): boolean {
  const parts = name.replace(/\/+$/, '').split('/')
  return patterns.some(pattern => {
    const expression = glob(pattern)
    return parts.some((_, from) =>
      parts.some((_, to) => to >= from && expression.test(parts.slice(from, to + 1).join('/'))),
    )
  })
}

/** Undefined where nothing is left. */
export function strippedName(name: string, count: number): string | undefined {
  if (count === 0) return name
  const parts = name.split('/').filter((part, at) => part !== '' || at === 0)
  const isDirectory = name.endsWith('/')
  const rest = parts.slice(count).join('/')
  return rest === '' ? undefined : rest + (isDirectory ? '/' : '')
}
