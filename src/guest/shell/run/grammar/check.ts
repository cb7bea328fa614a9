/** Whether a text is a script of bash, or of an heir of the Almquist shell, before anything is made of it. */
import { Grammar } from './grammar.js'
import type { HereDocument } from './here-documents.js'
import { type SyntaxFailure, Unreadable } from './unreadable.js'
import type { Edit } from './words.js'

export interface Checked {
  /** The lines of the script that can be executed, as a parser of bash is to be given them. */
  readonly text: string
  /** What follows them can't be read. */
  readonly failure?: SyntaxFailure
  /** Here-documents that the end of the text has ended. */
  readonly unended: readonly HereDocument[]
}

export function checkScript(text: string, isBash: boolean): Checked {
  const grammar = new Grammar(text, isBash)
  try {
    grammar.readScript()
    return { text: applied(text, grammar.edits), unended: grammar.unended }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const whole = text.slice(0, grammar.done)
    const edits = grammar.edits.filter(({ start }) => start < grammar.done)
    return { text: applied(whole, edits), failure: error.failure, unended: [] }
  }
}

function applied(text: string, edits: readonly Edit[]): string {
  let [result, at] = ['', 0]
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}
