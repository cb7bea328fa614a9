/** set -x */
import type { Wait } from '../../wait.js'
import { shellQuote } from '../quote.js'
import type { Shell } from '../shell.js'
import type { AssignmentNode } from '../syntax-tree.js'

export function* traceWords(shell: Shell, words: readonly string[]): Generator<Wait, void, void> {
  if (!shell.options.has('xtrace')) return
  yield* shell.print(`${mark(shell)}${words.map(word => traced(shell, word)).join(' ')}\n`, 2)
}

export function* traceAssignments(shell: Shell, assignments: readonly AssignmentNode[]): Generator<Wait, void, void> {
  if (!shell.options.has('xtrace')) return
  for (const { name, append } of assignments) {
    const value = shell.variables.text(name) ?? ''
    const text = value === '' ? '' : traced(shell, value)
    yield* shell.print(`${mark(shell)}${name}${append ? '+' : ''}=${text}\n`, 2)
  }
}

/** Of a compound command: dash shows none. */
export function* traceHead(shell: Shell, text: string): Generator<Wait, void, void> {
  if (shell.options.has('xtrace') && shell.dialect.isBash) yield* shell.print(`${mark(shell)}${text}\n`, 2)
}

/** PS4: its first character once for every level. */
function mark(shell: Shell): string {
  const prompt = shell.variables.text('PS4') ?? '+ '
  return prompt.charAt(0).repeat(shell.dialect.isBash ? shell.traceDepth : 0) + prompt
}

/** dash quotes nothing. */
function traced({ dialect }: Shell, word: string): string {
  if (!dialect.isBash) return word
  return word === '' ? "''" : shellQuote(word, 'trace')
}
