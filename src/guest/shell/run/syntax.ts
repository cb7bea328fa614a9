/** From text to the tree of a script, or to as much of it as stands before what is no script. */
import { loadJustBash } from '../just-bash.js'
import type { ScriptNode } from '../syntax-tree.js'

/** What is wrong with a script, and where. */
export interface SyntaxFailure {
  readonly line: number
  /** What it stumbled over: ")", "fi", "newline"; undefined at the end of the text. */
  readonly token: string | undefined
  /** The quote or bracket that is still open there: `"`, `'`, `)`, `}`. */
  readonly open?: string
}

export interface Parsed {
  readonly script: ScriptNode
  /** What follows the script can't be read. */
  readonly failure?: SyntaxFailure
}

const NOTHING: ScriptNode = { type: 'Script', statements: [] }
/** Scripts that are run again and again are read once. */
const MOST_KNOWN = 200
const known = new Map<string, Parsed>()

/** A shell executes line by line: what stands before the line with the mistake is a script. */
export function parseScript(text: string): Parsed {
  const before = known.get(text)
  if (before !== undefined) return before
  const parsed = parseAnew(text)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, parsed)
  return parsed
}

function parseAnew(text: string): Parsed {
  const parsed = tryToParse(text)
  if (parsed.failure === undefined) return parsed
  const lines = text.split('\n')
  for (let count = Math.min(parsed.failure.line - 1, lines.length - 1); count > 0; count--) {
    const { script, failure } = tryToParse(lines.slice(0, count).join('\n'))
    if (failure === undefined) return { script, failure: parsed.failure }
  }
  return parsed
}

function tryToParse(text: string): Parsed {
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
  if (open !== undefined) return { line: line > 0 ? line : 1, token: undefined, open }
  if (token?.type === 'EOF') return { line: lines, token: undefined }
  const [, word] = /near unexpected token [`'](.*)'/s.exec(message) ?? []
  return { line: line > 0 ? line : lines, token: token?.type === 'NEWLINE' ? 'newline' : (word ?? token?.value) }
}
