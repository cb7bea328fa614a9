/** What is wrong with a script, and where. */
export interface SyntaxFailure {
  /** From 1. */
  readonly line: number
  /** What it stumbled over: ")", "fi", "newline"; undefined at the end of the text. */
  readonly token?: string | undefined
  /** What kind of token that is, where a shell calls it by its kind: "word", "redirection". */
  readonly kind?: string | undefined
  /** What dash wanted there: "then", ")". */
  readonly expecting?: string | undefined
  /** The quote or bracket that is still open at the end: `"`, `'`, `)`, `}`, a backquote. */
  readonly open?: string
  /** With which bash ends, where it isn't 2. */
  readonly status?: number
  /** Instead of all that: "Bad for loop variable". */
  readonly message?: string
}

/** Thrown where a text is no script. */
export class Unreadable extends Error {
  readonly failure: SyntaxFailure

  constructor(failure: SyntaxFailure) {
    super('no script')
    this.failure = failure
  }
}
