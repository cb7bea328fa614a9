/** Thrown to leave what runs: they are no errors. */

/** `exit`: cmd.exe ends. */
export class ExitShell extends Error {
  override readonly name = 'ExitShell'
  readonly code: number

  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

/** `exit /b`, `goto :eof`, a script that is run without `call`: the script or the called label ends. */
export class EndScript extends Error {
  override readonly name = 'EndScript'
  readonly code: number

  constructor(code: number) {
    super(`exit /b ${code}`)
    this.code = code
  }
}

/** `goto`: the script goes on elsewhere, whatever groups it is in. */
export class GoTo extends Error {
  override readonly name = 'GoTo'
}
