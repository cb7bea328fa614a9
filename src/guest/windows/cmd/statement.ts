/** What a line says, once it is read. Texts still have the variables of loops in them, and those with exclamation marks. */

export interface Redirection {
  readonly fd: number
  /** `to`: the number of another one, for `2>&1`. */
  readonly how: 'read' | 'write' | 'append' | 'copy'
  readonly target: string
}

export type Statement =
  | { readonly kind: 'command'; readonly text: string; readonly redirections: readonly Redirection[] }
  | {
      readonly kind: 'chain'
      readonly by: '&' | '&&' | '||' | '|'
      readonly left: Statement
      readonly right: Statement
    }
  | { readonly kind: 'group'; readonly body: readonly Statement[]; readonly redirections: readonly Redirection[] }
  | {
      readonly kind: 'if'
      readonly condition: Condition
      readonly body: Statement
      readonly otherwise?: Statement
    }
  | {
      readonly kind: 'for'
      readonly loop: Loop
      /** The letter behind the per cent sign. */
      readonly variable: string
      readonly set: string
      readonly body: Statement
    }
  /** What is behind a `@`: it isn't shown when it is executed. */
  | { readonly kind: 'quiet'; readonly body: Statement }
  | { readonly kind: 'nothing' }

export type Condition = { readonly isNegated: boolean } & (
  | { readonly test: 'exist' | 'defined' | 'errorlevel' | 'cmdextversion'; readonly operand: string }
  | {
      readonly test: 'compare'
      readonly left: string
      /** "==", "EQU", "NEQ", "LSS", "LEQ", "GTR", "GEQ" */
      readonly operator: string
      readonly right: string
      readonly ignoresCase: boolean
    }
)

export type Loop =
  | { readonly over: 'files' }
  | { readonly over: 'folders' }
  | { readonly over: 'tree'; readonly root: string }
  | { readonly over: 'numbers' }
  | { readonly over: 'lines'; readonly options: string }

/** A line that can't be read. `token` is what stands where nothing of that kind may; absent: the line as a whole is wrong. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault'
  readonly token: string | undefined

  constructor(token?: string) {
    super(token === undefined ? 'syntax' : `unexpected ${token}`)
    this.token = token
  }

  /** As cmd.exe words it. */
  get text(): string {
    return this.token === undefined
      ? 'The syntax of the command is incorrect.'
      : `${this.token} was unexpected at this time.`
  }
}
