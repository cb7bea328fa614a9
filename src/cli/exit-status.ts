/** How the program ends. */
export const OK = 0
/** What was asked for failed. */
export const FAILURE = 1
/** It was not understood what was asked for. */
export const USAGE = 2

/** Ends a command with a line on stderr; the message is ready to print, and may have several lines. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'

  constructor(
    message: string,
    readonly status: number = FAILURE,
  ) {
    super(message)
  }
}

export function usageError(message: string): CommandFailure {
  return new CommandFailure(message, USAGE)
}
