/** What the parts of an expansion ask of one another: handed in, so that they need not import each other. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import type { WordNode, WordPart } from '../syntax-tree.js'
import type { Piece } from './pieces.js'

export interface Surroundings {
  /** In double quotes, or in a here-document. */
  readonly isQuoted: boolean
  /** In the word of ${x:-word}: what stands there unquoted is split as well. */
  readonly isOperand?: boolean
  /** In a here-document single quotes are no quotes. */
  readonly isHereDoc?: boolean
}

export interface Expansion {
  readonly shell: Shell
  pieces(parts: readonly WordPart[], surroundings: Surroundings): Generator<Wait, Piece[], void>
  text(word: WordNode): Generator<Wait, string, void>
  /** Text of a script that the parser has left as it is: a subscript, arithmetic, an extended pattern. */
  raw(text: string, surroundings: Surroundings): Generator<Wait, Piece[], void>
  arithmetic(text: string): Generator<Wait, bigint, void>
}

export type ParameterPart = Extract<WordPart, { type: 'ParameterExpansion' }>
export type Operation = NonNullable<ParameterPart['operation']>
export type OperationOf<T extends Operation['type']> = Extract<Operation, { type: T }>
