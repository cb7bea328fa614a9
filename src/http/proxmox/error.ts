/** What the API refuses: becomes the status line and the body of the answer. */
export class PveError extends Error {
  override readonly name: string = 'PveError'
  readonly status: number
  /** Of parameters, by their names. */
  readonly errors: Readonly<Record<string, string>> | undefined

  /** @param message Its first line is the reason phrase. What Perl dies of ends in a line feed. */
  constructor(status: number, message: string, errors?: Readonly<Record<string, string>>) {
    super(message)
    this.status = status
    this.errors = errors
  }
}

/** What pveproxy refuses before it comes to a call, or comes to one at all: a status line, and no body in any format. */
export class ServerError extends PveError {
  override readonly name = 'ServerError'
}

/** What a call dies of: status 500, and the text with a line feed behind it. */
export function died(message: string): PveError {
  return new PveError(500, `${message}\n`)
}

/** Status 400: what is wrong with which parameter. */
export function badParameters(errors: Readonly<Record<string, string>>): PveError {
  return new PveError(400, 'Parameter verification failed.\n', errors)
}

/** Status 403. @param what "/vms/100, VM.Audit". */
export function forbidden(what?: string): PveError {
  return new PveError(403, `Permission check failed${what === undefined ? '' : ` (${what})`}\n`)
}

/** Status 401, as a call refuses who wants to log in. */
export function authenticationFailure(): PveError {
  return new PveError(401, 'authentication failure\n')
}
