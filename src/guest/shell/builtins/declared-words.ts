/** What a declaration is given: options and names, and assignments among them, expanded as assignments are. */
import { decodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { bash } from '../dialect.js'
import { expandText, expandWords } from '../expand/expand.js'
import { parseScript } from '../run/syntax.js'
import type { Shell } from '../shell.js'
import type { AssignmentNode, WordNode } from '../syntax-tree.js'
import { literalAssignment } from './assigning.js'
import { wordText } from './function-text.js'

export interface Declared {
  /** As it was given, of what is no assignment of an array. */
  readonly text: string
  readonly assignment?: AssignmentNode
}

const ASSIGNMENT = /^([A-Za-z_]\w*(?:\[[^\]]*\])?)(\+?)=/
const ARRAY = /^[A-Za-z_]\w*\+?=\(/

export function* declaredWords(shell: Shell, words: readonly WordNode[]): Generator<Wait, Declared[], void> {
  const declared: Declared[] = []
  for (const word of words) {
    const [first] = word.parts
    const last = word.parts.at(-1)
    if (first?.type === 'Literal' && ARRAY.test(first.value) && last?.type === 'Literal' && last.value.endsWith(')')) {
      const array = readArray(word)
      if (array !== undefined) {
        declared.push({ text: arrayText(word), assignment: array })
        continue
      }
    }
    const value = withoutName(word)
    if (value !== undefined) {
      const text = yield* expandText(shell, value.word)
      const [name = '', operator = '='] = value.parts
      declared.push({
        text: `${name}${operator}${text}`,
        assignment: literalAssignment(name, text, operator === '+='),
      })
      continue
    }
    for (const text of yield* expandWords(shell, [word])) declared.push(ofText(text))
  }
  return declared
}

/** What looks like an assignment when all is expanded is one too. */
export function ofText(text: string): Declared {
  const [whole, name = '', plus] = ASSIGNMENT.exec(text) ?? []
  if (whole === undefined) return { text }
  return { text, assignment: literalAssignment(name, text.slice(whole.length), plus === '+') }
}

/** `x=(1 "b c")` as the parser would read it on its own. */
function readArray(word: WordNode): AssignmentNode | undefined {
  const { script } = parseScript(arrayText(word), bash)
  const [command] = script.statements[0]?.pipelines[0]?.commands ?? []
  return command?.type === 'SimpleCommand' && command.name === null ? command.assignments[0] : undefined
}

export function arrayOfText(text: string): AssignmentNode | undefined {
  if (!ARRAY.test(text) || !text.endsWith(')')) return undefined
  return readArray({ type: 'Word', parts: [{ type: 'Literal', value: decodeName(Buffer.from(text)) }] })
}

/** Blanks between its elements stand in literal parts. */
function arrayText(word: WordNode): string {
  return word.parts
    .map(part => (part.type === 'Literal' ? part.value : wordText({ type: 'Word', parts: [part] })))
    .join('')
}

/** The name, the operator and the word behind it; undefined for what is no assignment as it stands. */
function withoutName(word: WordNode): { parts: [string, string]; word: WordNode } | undefined {
  let before = ''
  for (const [index, part] of word.parts.entries()) {
    const text = part.type === 'Literal' ? part.value : part.type === 'Glob' ? part.pattern : undefined
    if (text === undefined) {
      if (!before.includes('[')) return undefined
      before += wordText({ type: 'Word', parts: [part] })
      continue
    }
    const [whole, name = '', plus = ''] = ASSIGNMENT.exec(before + text) ?? []
    if (whole === undefined) {
      before += text
      if (!/^[A-Za-z_][\w[\]$]*/.test(before)) return undefined
      continue
    }
    const rest = (before + text).slice(whole.length)
    const parts = [...(rest === '' ? [] : [{ type: 'Literal' as const, value: rest }]), ...word.parts.slice(index + 1)]
    return { parts: [name, `${plus}=`], word: { type: 'Word', parts } }
  }
  return undefined
}
