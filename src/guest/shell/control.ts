/** What leaves the command that is being executed: thrown through the interpreter, caught where it leads to. */

/** break and continue: `levels` loops up. */
export class LoopJump extends Error {
  readonly kind: 'break' | 'continue'
  readonly levels: number

  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind)
    this.kind = kind
    this.levels = levels
  }
}

/** return: from a function or a sourced file. */
export class Return extends Error {
  readonly status: number

  constructor(status: number) {
    super('return')
    this.status = status
  }
}

/** exit, and what ends a shell that nobody sits at: set -e, an expansion that fails. */
export class Exit extends Error {
  readonly status: number

  constructor(status: number) {
    super('exit')
    this.status = status
  }
}

/** The message has been printed; what was being executed ends with that status, and the shell goes on behind it. */
export class CommandFailed extends Error {
  readonly status: number

  constructor(status: number) {
    super('command failed')
    this.status = status
  }
}

/** What is wrong, without the shell's name and the line, which whoever catches it knows. */
export class ShellError extends Error {
  override readonly name = 'ShellError'
  readonly status: number
  /** A shell that nobody sits at ends with it, instead of going on behind the command. */
  readonly isFatal: boolean
  /** bash gives up all that was read with the command, functions included, and goes on with the next line of the script. */
  readonly endsLine: boolean
  /** Where it has happened, once that is left: "environment: line 3: ". */
  prefix: string | undefined

  constructor(message: string, { status = 1, isFatal = false, endsLine = false } = {}) {
    super(message)
    this.status = status
    this.isFatal = isFatal || endsLine
    this.endsLine = endsLine
  }
}
