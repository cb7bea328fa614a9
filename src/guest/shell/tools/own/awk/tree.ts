/** The tree of an awk program. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly index: Expression }
  | { readonly kind: 'element'; readonly name: string; readonly subscripts: readonly Expression[] }
  | { readonly kind: 'assign'; readonly operator: string; readonly target: Target; readonly value: Expression }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly value: Expression }
  | { readonly kind: 'step'; readonly by: 1 | -1; readonly isPrefix: boolean; readonly target: Target }
  | { readonly kind: 'in'; readonly subscripts: readonly Expression[]; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'group'; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'getline'
      readonly target: Target | undefined
      readonly from: 'main' | 'file' | 'command'
      readonly source: Expression | undefined
    }

export type Target = Extract<Expression, { kind: 'variable' | 'field' | 'element' }>

export type Statement =
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  | { readonly kind: 'expression'; readonly value: Expression }
  | {
      readonly kind: 'print'
      readonly isFormat: boolean
      readonly args: readonly Expression[]
      readonly redirect: { readonly operator: '>' | '>>' | '|'; readonly to: Expression } | undefined
    }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly test: Expression; readonly body: Statement }
  | {
      readonly kind: 'for'
      readonly first: Statement | undefined
      readonly test: Expression | undefined
      readonly next: Statement | undefined
      readonly body: Statement
    }
  | { readonly kind: 'forIn'; readonly variable: string; readonly name: string; readonly body: Statement }
  | { readonly kind: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly kind: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly kind: 'delete'; readonly name: string; readonly subscripts: readonly Expression[] | undefined }

export interface Rule {
  readonly when: 'BEGIN' | 'END' | Expression | undefined
  /** The end of a range. */
  readonly until: Expression | undefined
  readonly action: Statement | undefined
}

export interface AwkFunction {
  readonly name: string
  readonly parameters: readonly string[]
  body: Statement
}

export interface AwkProgram {
  readonly rules: readonly Rule[]
  readonly functions: ReadonlyMap<string, AwkFunction>
}
