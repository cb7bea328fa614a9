/** What shells say of text that is no script. */
import type { Wait } from '../../wait.js'
import { Exit } from '../control.js'
import type { Shell } from '../shell.js'
import type { SyntaxFailure } from './syntax.js'

/** Of all shells. */
const SYNTAX_ERROR = 2

/** Prints it, and gives what is to be thrown: the shell ends. `text`: the script, of which bash shows the line. */
export function* complainOfText(shell: Shell, failure: SyntaxFailure, text: string): Generator<Wait, Exit, void> {
  const source = text.split('\n')[failure.line - 1] ?? ''
  yield* shell.print(shell.dialect.isBash ? ofBash(shell, failure, source) : ofDash(shell, failure), 2)
  return new Exit(SYNTAX_ERROR)
}

/** The same of a statement that is known to be none only when its turn comes. */
export function* complainOfSyntax(shell: Shell, token: string): Generator<Wait, Exit, void> {
  const failure = { line: shell.line, token: token === '\n' ? 'newline' : token }
  return yield* complainOfText(shell, failure, shell.text)
}

function ofBash(shell: Shell, { line, token, open }: SyntaxFailure, source: string): string {
  const prefix = `${shell.name}: ${shell.isCommandString ? '-c: ' : ''}line `
  if (open !== undefined) return `${prefix}${line}: unexpected EOF while looking for matching \`${open}'\n`
  if (token === undefined) return `${prefix}${line + 1}: syntax error: unexpected end of file\n`
  const where = `${prefix}${line}: `
  return `${where}syntax error near unexpected token \`${token}'\n${where}\`${source}'\n`
}

function ofDash(shell: Shell, { line, token, open }: SyntaxFailure): string {
  const prefix = `${shell.name}: ${line}: Syntax error: `
  if (open === "'" || open === '"') return `${prefix}Unterminated quoted string\n`
  if (open === '}') return `${prefix}Missing '}'\n`
  if (open !== undefined) return `${prefix}end of file unexpected (expecting "${open}")\n`
  if (token === undefined) return `${prefix}end of file unexpected\n`
  return `${prefix}${token === 'newline' ? 'newline' : `"${token}"`} unexpected\n`
}
