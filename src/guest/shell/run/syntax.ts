/** From text to the tree of a script, or to as much of it as stands before what is no script. */
import type { Dialect } from '../dialect.js'
import { loadJustBash } from '../just-bash.js'
import type { ScriptNode } from '../syntax-tree.js'
import { checkScript } from './grammar/check.js'
import type { HereDocument } from './grammar/here-documents.js'
import { settle } from './grammar/positions.js'
import type { SyntaxFailure } from './grammar/unreadable.js'

export interface Parsed {
  readonly script: ScriptNode
  /** What follows the script can't be read. */
  readonly failure?: SyntaxFailure
  /** Here-documents that the end of the text has ended. */
  readonly unended: readonly HereDocument[]
}

const NOTHING: ScriptNode = { type: 'Script', statements: [] }
/** Scripts that are run again and again are read once. */
const MOST_KNOWN = 200
const known = new Map<string, Parsed>()

/** A shell executes line by line: what stands before the line with the mistake is a script. `first`: the line that it begins on. */
export function parseScript(text: string, { name }: Dialect, first = 1): Parsed {
  // busybox reads nearly all that bash does.
  const grammar = name === 'dash' ? 'dash' : 'bash'
  const key = `${grammar} ${first} ${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  const parsed = parseAnew(text, grammar, first)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, parsed)
  return parsed
}

function parseAnew(text: string, grammar: 'bash' | 'dash', first: number): Parsed {
  const checked = checkScript(text, grammar === 'bash')
  const { script, failure = checked.failure } = parseLines(checked.text)
  settle(script, first, grammar === 'bash')
  return { script, ...(failure && { failure }), unended: checked.unended }
}

/** What the check lets pass and the parser doesn't is refused too. */
function parseLines(text: string): Pick<Parsed, 'script' | 'failure'> {
  const parsed = tryToParse(text)
  if (parsed.failure === undefined) return parsed
  const lines = text.split('\n')
  for (let count = Math.min(parsed.failure.line - 1, lines.length - 1); count > 0; count--) {
    const { script, failure } = tryToParse(lines.slice(0, count).join('\n'))
    if (failure === undefined) return { script, failure: parsed.failure }
  }
  return parsed
}

function tryToParse(text: string): Pick<Parsed, 'script' | 'failure'> {
  const { parse } = loadJustBash()
  try {
    return { script: parse(text) }
  } catch (error) {
    return { script: NOTHING, failure: readFailure(error, text) }
  }
}

/** Errors of another realm: told by what they say. */
function readFailure(error: unknown, text: string): SyntaxFailure {
  const {
    message = String(error),
    line = 0,
    token,
  } = error as {
    message?: string
    line?: number
    token?: { type?: string; value?: string }
  }
  const [, open] = /looking for matching [`'](.)'/.exec(message) ?? []
  const lines = text.replace(/\n$/, '').split('\n').length
  if (open !== undefined) return { line: line > 0 ? line : 1, open }
  if (token?.type === 'EOF') return { line: lines }
  const [, word] = /near unexpected token [`'](.*)'/s.exec(message) ?? []
  return { line: line > 0 ? line : lines, token: token?.type === 'NEWLINE' ? 'newline' : (word ?? token?.value) }
}
