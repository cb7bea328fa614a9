/** What the tree that the parser makes of a script lacks: lines of what is in $( ), and commands that the parser was given in disguise. */
import type { CommandNode } from '../../syntax-tree.js'

/** Before the text of a (( )), which the parser might take for brackets in brackets: it is given a [[ ]] with that text. */
export const ARITHMETIC_MARK = '\u0002'

/** Before a word that the parser would take for an assignment. */
export const WORD_MARK = '\u0003'

interface Node {
  type?: string
  line?: number
  sourceText?: string
  [key: string]: unknown
}

/** Changes the tree, which begins on line `first` and is of text in bash or not. */
export function settle(tree: unknown, first: number, isBash: boolean): void {
  new Positions(first, isBash).visit(tree, first - 1)
}

class Positions {
  /** Where the latest command stands. */
  #at: number
  readonly #isBash: boolean

  constructor(first: number, isBash: boolean) {
    this.#at = first
    this.#isBash = isBash
  }

  /** `before`: how many lines stand before the first of the text that was parsed. */
  visit(value: unknown, before: number): void {
    if (Array.isArray(value)) for (const it of value) this.visit(it, before)
    else if (typeof value === 'object' && value !== null) this.#visitNode(value as Node, before)
  }

  #visitNode(node: Node, before: number): void {
    if (node.type === 'ConditionalCommand') reveal(node)
    if (node.sourceText?.includes(ARITHMETIC_MARK)) node.sourceText = revealText(node.sourceText)
    if (node.sourceText?.includes(WORD_MARK)) node.sourceText = node.sourceText.replaceAll(WORD_MARK, '')
    if (node.type === 'Literal' && typeof node.value === 'string') node.value = node.value.replace(WORD_MARK, '')
    if (node.type === 'Subshell' && this.#isBash) node.line = firstLine(node.body)
    if (node.line !== undefined && node.line > 0) {
      node.line += before
      if (this.#isBash && node.type === 'SimpleCommand') node.line += linesWithin(node)
      this.#at = node.line
    }
    const isApart = node.type === 'CommandSubstitution' || node.type === 'ProcessSubstitution'
    // bash writes what is in $( ) anew, without the lines before its first command.
    const skipped = isApart && this.#isBash && node.legacy !== true ? firstLine(node.body) : 1
    const inner = isApart ? this.#at - skipped : before
    const at = this.#at
    for (const it of Object.values(node)) this.visit(it, inner)
    if (isApart) this.#at = at
  }
}

/** For bash a simple command stands where its second word ends. */
function linesWithin({ assignments = [], name, args = [] }: Node): number {
  const words = [...(assignments as unknown[]), ...(name === null ? [] : [name]), ...(args as unknown[])]
  return words.slice(0, 2).reduce<number>((count, word) => count + lineFeeds(word), 0)
}

function lineFeeds(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((count: number, it) => count + lineFeeds(it), 0)
  if (typeof value !== 'object' || value === null) return 0
  const node = value as Node
  if (node.type === 'CommandSubstitution' || node.type === 'ProcessSubstitution')
    return Math.max(0, lastLine(node.body) - 1)
  if (typeof node.value === 'string') return node.value.split('\n').length - 1
  return Object.values(node).reduce((count: number, it) => count + lineFeeds(it), 0)
}

function firstLine(value: unknown): number {
  const lines = linesOf(value)
  return lines.length === 0 ? 1 : Math.min(...lines)
}

function lastLine(value: unknown): number {
  return Math.max(1, ...linesOf(value))
}

/** Of the commands in it, as the parser tells them. */
function linesOf(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(linesOf)
  if (typeof value !== 'object' || value === null) return []
  const { line, ...rest } = value as Node
  if (rest.type === 'CommandSubstitution') return []
  const inner = Object.values(rest).flatMap(linesOf)
  return line !== undefined && line > 0 ? [line, ...inner] : inner
}

/** [[ ]] with the mark is the (( )) that stood there. */
function reveal(node: Node): void {
  const { expression } = node as unknown as Extract<CommandNode, { type: 'ConditionalCommand' }>
  if (expression.type !== 'CondWord') return
  const text = expression.word.parts.map(part => ('value' in part ? part.value : '')).join('')
  if (!text.startsWith(ARITHMETIC_MARK)) return
  node.type = 'ArithmeticCommand'
  const originalText = text.slice(ARITHMETIC_MARK.length)
  // What writes the tree takes it as it stands.
  const whole = { type: 'ArithVariable', name: originalText }
  node.expression = { type: 'ArithmeticExpression', expression: whole, originalText }
}

const DISGUISED = new RegExp(`\\[\\[ ${ARITHMETIC_MARK}((?:'[^']*'|\\\\')*) \\]\\]`, 'g')

function revealText(text: string): string {
  return text.replace(
    DISGUISED,
    (_, quoted: string) => `((${quoted.replace(/\\'|'([^']*)'/g, (it, inner) => inner ?? it.slice(1))}))`,
  )
}

/** What the parser is given for the text of a (( )). */
export function disguised(text: string): string {
  return `[[ ${ARITHMETIC_MARK}'${text.replaceAll("'", "'\\''")}' ]]`
}
