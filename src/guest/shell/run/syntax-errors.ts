/** What shells say of text that is no script. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import type { SyntaxFailure } from './grammar/unreadable.js'

/** Of all shells. */
const SYNTAX_ERROR = 2

/** Thrown where a text is no script, behind the lines of it that are one. Whoever has given the text complains, in its own name. */
export class NoScript extends Error {
  readonly failure: SyntaxFailure
  readonly status: number
  /** The whole text, of which bash shows the line. */
  readonly text: string

  constructor(failure: SyntaxFailure, text: string) {
    super('no script')
    this.failure = failure
    this.status = failure.status ?? SYNTAX_ERROR
    this.text = text
  }
}

/** `where`: what has given the text, if it is not the script itself: "eval", "exit trap", a file that is sourced. */
export function* complainOfText(
  shell: Shell,
  { failure, text }: NoScript,
  where?: { readonly name: string; readonly isFile?: boolean; readonly line?: number },
): Generator<Wait, void, void> {
  const { dialect, name, place, isCommandString } = shell
  if (!dialect.isBash) {
    const prefix = dialect.prefix(name, failure.line)
    yield* shell.print(
      `${prefix}${where === undefined ? '' : `${where.name}: `}${(dialect.name === 'ash' ? ofAsh : ofDash)(failure)}\n`,
      2,
    )
    return
  }
  const source = where === undefined ? `${name}: ${isCommandString ? '-c: ' : ''}` : ''
  const given = where === undefined ? source : where.isFile ? `${where.name}: ` : `${place}: ${where.name}: `
  const message = ofBash(failure, text.split('\n'), (where?.line ?? 1) - 1)
  yield* shell.print(message.map(line => `${given}${line}\n`).join(''), 2)
}

/** A statement that is known to be none only when its turn comes. */
export function noScript(shell: Shell, token: string): NoScript {
  return new NoScript({ line: shell.line, token: token === '\n' ? 'newline' : token }, shell.text)
}

function ofBash({ line, token, open, message }: SyntaxFailure, lines: readonly string[], before: number): string[] {
  const where = `line ${before + line}: `
  if (message !== undefined) return [`${where}${message}`]
  if (open !== undefined) return [`${where}unexpected EOF while looking for matching \`${open}'`]
  if (token === undefined) return [`line ${before + line + 1}: syntax error: unexpected end of file`]
  return [`${where}syntax error near unexpected token \`${token}'`, `${where}\`${lines[line - 1] ?? ''}'`]
}

/** busybox has the words of dash in another order. */
function ofAsh(failure: SyntaxFailure): string {
  const text = ofDash(failure).replace('Syntax error: ', '')
  const [, what, rest = ''] = /^(.*) unexpected( \(.*)?$/.exec(text) ?? []
  if (what !== undefined) return `syntax error: unexpected ${what}${rest}`
  return `syntax error: ${text.replace(/^[A-Z](?=[a-z])/, it => it.toLowerCase())}`
}

function ofDash({ token, kind, open, expecting, message }: SyntaxFailure): string {
  if (message !== undefined) return `Syntax error: ${message}`
  if (open === "'" || open === '"') return 'Syntax error: Unterminated quoted string'
  if (open === '}') return "Syntax error: Missing '}'"
  if (open === '`') return 'Syntax error: EOF in backquote substitution'
  const what = token === undefined ? 'end of file' : token === 'newline' ? token : (kind ?? `"${token}"`)
  const wanted = open ?? expecting
  return `Syntax error: ${what} unexpected${wanted === undefined ? '' : ` (expecting ${wanted === 'word' ? wanted : `"${wanted}"`})`}`
}
