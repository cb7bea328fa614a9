/** set -x */
import type { Wait } from '../../wait.js'
import { wordText } from '../builtins/function-text.js'
import { expandPrompt } from '../expand/expand.js'
import { shellQuote } from '../quote.js'
import type { Shell } from '../shell.js'
import type { AssignmentNode } from '../syntax-tree.js'

export function* traceWords(shell: Shell, words: readonly string[]): Generator<Wait, void, void> {
  if (!shell.options.has('xtrace') || words.length === 0) return
  yield* shell.print(`${yield* mark(shell)}${words.map(word => traced(shell, word)).join(' ')}\n`, 2)
}

export function* traceAssignments(shell: Shell, assignments: readonly AssignmentNode[]): Generator<Wait, void, void> {
  if (!shell.options.has('xtrace')) return
  for (const { name, append, array } of assignments) {
    const value = assignedText(shell, name) ?? ''
    const text = array !== null ? `(${array.map(wordText).join(' ')})` : value === '' ? '' : traced(shell, value)
    yield* shell.print(`${yield* mark(shell)}${name}${append ? '+' : ''}=${text}\n`, 2)
  }
}

/** Of a compound command: dash shows none. */
export function* traceHead(shell: Shell, text: string): Generator<Wait, void, void> {
  if (shell.options.has('xtrace') && shell.dialect.isBash) yield* shell.print(`${yield* mark(shell)}${text}\n`, 2)
}

function assignedText({ variables }: Shell, name: string): string | undefined {
  const [, array, subscript = ''] = /^(\w+)\[(.*)\]$/s.exec(name) ?? []
  if (array === undefined) return variables.text(name)
  const variable = variables.get(array)
  return variable?.entries?.get(subscript) ?? variable?.elements?.get(Number(subscript))
}

/** PS4: its first character once for every level. What is expanded in it is not traced. */
function* mark(shell: Shell): Generator<Wait, string, void> {
  const given = shell.variables.text('PS4') ?? '+ '
  let prompt = given
  if (/[$`\\]/.test(given)) {
    const { status } = shell
    shell.options.delete('xtrace')
    try {
      prompt = yield* expandPrompt(shell, given)
    } finally {
      shell.options.add('xtrace')
      shell.status = status
    }
  }
  return prompt.charAt(0).repeat(shell.dialect.isBash ? shell.traceDepth : 0) + prompt
}

/** dash quotes nothing. */
function traced({ dialect }: Shell, word: string): string {
  if (!dialect.isBash) return word
  return word === '' ? "''" : shellQuote(word, 'trace')
}
