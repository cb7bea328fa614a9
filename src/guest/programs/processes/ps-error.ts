/** What ps(1) complains about, without "error: "; reading the arguments another way may still help. */
export class PsError extends Error {
  override readonly name = 'PsError'
  /** False for what is right, but not done here: no other reading helps. */
  readonly isUsage: boolean

  constructor(message: string, isUsage = true) {
    super(message)
    this.isUsage = isUsage
  }
}

export function notDone(what: string): PsError {
  return new PsError(`mockvm doesn't do ${what} yet`, false)
}
