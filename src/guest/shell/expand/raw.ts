/** Text of a script that the parser leaves as it is: where its quotes and its $ begin and end. */
import { loadJustBash } from '../just-bash.js'
import type { WordPart } from '../syntax-tree.js'

export type RawPart =
  | { readonly kind: 'plain' | 'single' | 'escaped'; readonly text: string }
  /** What is in double quotes. */
  | { readonly kind: 'double'; readonly text: string }
  /** $x, ${x}, $(x), `x`, $'x': as it stands. */
  | { readonly kind: 'dollar'; readonly text: string }

/** `isQuoted`: as in double quotes, where single and double quotes mean nothing and few characters can be escaped. */
export function cutRaw(text: string, isQuoted: boolean): RawPart[] {
  const parts: RawPart[] = []
  let plain = ''
  const add = (part: RawPart) => {
    if (plain !== '') parts.push({ kind: 'plain', text: plain })
    plain = ''
    parts.push(part)
  }
  for (let at = 0; at < text.length; ) {
    const letter = text.charAt(at)
    const end = endOfDollar(text, at)
    if (end > at) {
      add({ kind: 'dollar', text: text.slice(at, end) })
      at = end
    } else if (letter === '\\' && at + 1 < text.length && (!isQuoted || '$`\\"'.includes(text.charAt(at + 1)))) {
      add({ kind: 'escaped', text: text.charAt(at + 1) })
      at += 2
    } else if (!isQuoted && (letter === "'" || letter === '"')) {
      const close = letter === "'" ? text.indexOf("'", at + 1) : endOfDouble(text, at)
      const stop = close === -1 ? text.length : close
      add({ kind: letter === "'" ? 'single' : 'double', text: text.slice(at + 1, stop) })
      at = stop + 1
    } else {
      plain += letter
      at += 1
    }
  }
  if (plain !== '') parts.push({ kind: 'plain', text: plain })
  return parts
}

/** Where the expansion ends that begins there; the same place when none does. */
function endOfDollar(text: string, at: number): number {
  if (text.charAt(at) === '`') {
    for (let end = at + 1; end < text.length; end++) {
      if (text.charAt(end) === '\\') end += 1
      else if (text.charAt(end) === '`') return end + 1
    }
    return at
  }
  if (text.charAt(at) !== '$') return at
  const [name] = /^\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/.exec(text.slice(at, at + 512)) ?? []
  if (name !== undefined) return at + name.length
  const open = text.charAt(at + 1)
  if (open === "'") return endOfDollarSingle(text, at)
  return open === '{' || open === '(' || open === '[' ? endOfBrackets(text, at + 1) : at
}

function endOfDollarSingle(text: string, at: number): number {
  for (let end = at + 2; end < text.length; end++) {
    if (text.charAt(end) === '\\') end += 1
    else if (text.charAt(end) === "'") return end + 1
  }
  return at
}

/** Behind the bracket that closes the one there; the place before it when none does. */
function endOfBrackets(text: string, open: number): number {
  const opening = text.charAt(open)
  const closing = opening === '{' ? '}' : opening === '(' ? ')' : ']'
  let depth = 0
  for (let at = open; at < text.length; at++) {
    const letter = text.charAt(at)
    if (letter === '\\') at += 1
    else if (letter === "'" && opening !== '[') {
      const end = text.indexOf("'", at + 1)
      if (end !== -1) at = end
    } else if (letter === '"') {
      const end = endOfDouble(text, at)
      if (end !== -1) at = end
    } else if (letter === opening) depth += 1
    else if (letter === closing && --depth === 0) return at + 1
  }
  return open - 1
}

/** The place of the quote that closes the one there. */
function endOfDouble(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const letter = text.charAt(at)
    if (letter === '\\') at += 1
    else if (letter === '"') return at
    else {
      const end = endOfDollar(text, at)
      if (end > at) at = end - 1
    }
  }
  return -1
}

const MOST_KNOWN = 512
const known = new Map<string, readonly WordPart[]>()

/** The parts that such text is; undefined when the parser refuses it. */
export function parseParts(text: string): readonly WordPart[] | undefined {
  const before = known.get(text)
  if (before !== undefined) return before
  let parts: readonly WordPart[] | undefined
  try {
    const command = loadJustBash().parse(`: ${text}`).statements[0]?.pipelines[0]?.commands[0]
    parts = command?.type === 'SimpleCommand' ? command.args[0]?.parts : undefined
  } catch {
    return undefined
  }
  if (parts === undefined) return undefined
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, parts)
  return parts
}
