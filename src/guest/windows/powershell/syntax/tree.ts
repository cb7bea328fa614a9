/** What a text of PowerShell says: the nodes that the parser makes, and that are looked through and executed. */

export type Expression =
  /** A string: what stands between `$name` and `$( )` as it is. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'number'; readonly value: number }
  /** `$name`, `$env:NAME`; `scope` in small letters, '' without one. */
  | { readonly kind: 'variable'; readonly scope: string; readonly name: string }
  | { readonly kind: 'items'; readonly items: readonly Expression[] }
  /** `@( )`: always an array. */
  | { readonly kind: 'list'; readonly body: Body }
  /** `$( )` */
  | { readonly kind: 'output'; readonly body: Body }
  /** `( )` */
  | { readonly kind: 'group'; readonly body: Statement }
  | { readonly kind: 'table'; readonly entries: readonly (readonly [key: Expression, value: Statement])[] }
  | { readonly kind: 'block'; readonly parameters: readonly Parameter[]; readonly body: Body }
  /** `[System.Environment]`, in small letters and without `system.` */
  | { readonly kind: 'type'; readonly name: string; readonly line: number }
  | { readonly kind: 'cast'; readonly type: string; readonly of: Expression; readonly line: number }
  | {
      readonly kind: 'member'
      readonly of: Expression
      readonly name: Expression
      /** `::` */
      readonly isStatic: boolean
      /** Of a method. */
      readonly args?: readonly Expression[]
      readonly line: number
    }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly of: Expression }
  /** `$x++` */
  | { readonly kind: 'step'; readonly of: Expression; readonly by: 1 | -1 }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }

export type Word =
  | { readonly kind: 'value'; readonly value: Expression; readonly isBare: boolean }
  /** `-Name`, `-Name:value`; in small letters, and as it was spelt. */
  | { readonly kind: 'parameter'; readonly name: string; readonly spelt: string; readonly value?: Expression }

export interface Redirection {
  /** 1, 2, or `*` for all. */
  readonly stream: string
  readonly isMore: boolean
  /** '&1' is written so; undefined: nowhere. */
  readonly to: Expression | undefined
  readonly isToOutput: boolean
}

export type Stage =
  | { readonly kind: 'expression'; readonly value: Expression }
  | {
      readonly kind: 'command'
      readonly name: Expression
      /** By `&` or `.`: what the name is worth is the command. */
      readonly call: '' | '&' | '.'
      readonly words: readonly Word[]
      readonly redirections: readonly Redirection[]
      readonly line: number
    }

/** Where it stands, for errors: the line, the column, and all of its text. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly text: string
}

export interface Parameter {
  /** As it was spelt. */
  readonly name: string
  readonly isSwitch: boolean
  readonly isMandatory: boolean
  /** In small letters. */
  readonly type: string | undefined
  readonly otherwise: Expression | undefined
}

export type Body = readonly Statement[]

export type Statement =
  | { readonly kind: 'pipeline'; readonly stages: readonly Stage[]; readonly place: Place }
  | {
      readonly kind: 'assign'
      readonly target: Expression
      readonly operator: string
      readonly value: Statement
      readonly place: Place
    }
  | {
      readonly kind: 'if'
      readonly branches: readonly { readonly condition: Statement; readonly body: Body }[]
      readonly otherwise: Body
    }
  | { readonly kind: 'foreach'; readonly variable: string; readonly of: Statement; readonly body: Body }
  | {
      readonly kind: 'while'
      readonly condition: Statement | undefined
      readonly isUntil: boolean
      /** `do`: once in any case. */
      readonly isAfter: boolean
      readonly start: Statement | undefined
      readonly step: Statement | undefined
      readonly body: Body
    }
  | {
      readonly kind: 'try'
      readonly body: Body
      readonly caught: Body | undefined
      readonly last: Body
    }
  | { readonly kind: 'function'; readonly name: string; readonly parameters: readonly Parameter[]; readonly body: Body }
  | {
      readonly kind: 'leave'
      readonly how: 'return' | 'exit' | 'throw' | 'break' | 'continue'
      readonly value: Statement | undefined
      readonly place: Place
    }

export interface Program {
  readonly parameters: readonly Parameter[]
  readonly body: Body
}
