/** Cutting a command text into statements, and a statement into words. */

/** At semicolons and ends of lines outside of quotes and parentheses; empty ones and comments are left out. */
export function statementsOf(text: string): readonly string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  for (const [piece] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"`]|`.|"")*"|#[^\r\n]*|./gs)) {
    if (piece === '(' || piece === '{') depth++
    if (piece === ')' || piece === '}') depth--
    if (depth === 0 && /^[;\r\n]$/.test(piece)) {
      parts.push(part)
      part = ''
    } else if (!piece.startsWith('#') || /\S$/.test(part)) part += piece
  }
  return [...parts, part].map(it => it.trim()).filter(it => it !== '')
}

export interface Word {
  readonly text: string
  readonly isQuoted: boolean
}

/**
 * Words with their quotes gone and `$env:NAME` replaced; undefined where something stands that only PowerShell could
 * evaluate. `variable` gives the value of a variable of the environment.
 */
export function wordsOf(
  statement: string,
  variable: (name: string) => string | undefined,
): readonly Word[] | undefined {
  const words: Word[] = []
  let rest = statement.trim()
  while (rest !== '') {
    const [whole, single, double, bare] =
      /^(?:'((?:[^']|'')*)'|"((?:[^"`]|`.|"")*)"|([^\s'"|&;(){}<>@`]+))(?=[\s,]|$),?\s*/.exec(rest) ?? []
    if (whole === undefined) return undefined
    const text =
      single === undefined ? expand(double ?? bare ?? '', variable, double !== undefined) : single.replaceAll("''", "'")
    if (text === undefined) return undefined
    words.push({ text, isQuoted: bare === undefined })
    rest = rest.slice(whole.length)
  }
  return words
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' }

function expand(text: string, variable: (name: string) => string | undefined, isQuoted: boolean): string | undefined {
  let isKnown = true
  const expanded = text.replace(
    /`(.)|""|\$env:(\w+)|\$\{env:([^}]+)\}|\$/gis,
    (whole, escaped?: string, name?: string, braced?: string) => {
      if (escaped !== undefined) return ESCAPES[escaped] ?? escaped
      if (whole === '""') return isQuoted ? '"' : ''
      const wanted = name ?? braced
      if (wanted === undefined) isKnown = false
      return wanted === undefined ? '' : (variable(wanted) ?? '')
    },
  )
  return isKnown ? expanded : undefined
}
