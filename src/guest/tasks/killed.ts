/** Thrown through a process that a signal ends while it runs: nothing but what ends processes may catch it. */
export class Killed extends Error {
  override readonly name = 'Killed'
  readonly signal: number

  constructor(signal: number) {
    super(`killed by signal ${signal}`)
    this.signal = signal
  }
}
