/** Extended regular expressions of POSIX, by those of JavaScript. */
import { boundedRegExp } from '../../shell/tools/own/bounded-regex.js'

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: 'A-Fa-f0-9',
}

/** Undefined for what is none. */
export function extendedRegex(pattern: string, flags = ''): RegExp | undefined {
  const source = pattern.replace(/\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]|\\(.?)/gs, (whole, not, set, escaped) => {
    // A backslash stands for itself in brackets, and before what has no meaning.
    if (set === undefined) return /[A-Za-z]/.test(escaped) ? escaped : whole
    const inside = set.replace(/\[:([a-z]+):\]|[\\[\]]/g, (part: string, name?: string) =>
      name === undefined ? `\\${part}` : (CLASSES[name] ?? '\\]\\['),
    )
    return `[${not}${inside}]`
  })
  try {
    return boundedRegExp(source, flags)
  } catch {
    return undefined
  }
}
