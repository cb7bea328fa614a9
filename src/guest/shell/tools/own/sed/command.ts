/** The commands of a sed script. */
export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  /** Undefined: the last expression that was used. */
  | { readonly kind: 'match'; readonly expression: RegExp | undefined }
  | { readonly kind: 'plus' | 'multiple'; readonly count: number }

export interface Substitution {
  readonly expression: RegExp | undefined
  readonly replacement: readonly Piece[]
  readonly isGlobal: boolean
  readonly prints: number
  readonly number: number
  readonly file: string | undefined
}

/** Text, a group, or how the case of what follows changes. */
export type Piece = string | { readonly group: number } | { readonly change: 'U' | 'L' | 'E' | 'u' | 'l' }

export interface Command {
  readonly first: Address | undefined
  readonly second: Address | undefined
  readonly isNegated: boolean
  readonly name: string
  /** Of a, i and c: the text; of r, R, w, W: the file; of b, t and T: the label; of y: both sets. */
  readonly text: string
  readonly substitution?: Substitution
  /** Of q, Q, l and L; undefined where none was given. */
  readonly number?: number
  /** Where `{` ends and branches lead. */
  target: number
  /** Whether a range is open, and up to which line. */
  range: { isOpen: boolean; until: number }
}
