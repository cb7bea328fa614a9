/** Why systemd doesn't do to a unit what it was asked for; systemctl has the words. */
export type UnitTrouble =
  | 'not-found'
  | 'not-loaded'
  | 'masked'
  /** Its file says what systemd refuses. */
  | 'bad-setting'
  /** Its main process has ended with an exit code, or could not be started. */
  | 'failed'
  /** Such a unit can't do that: a timer isn't reloaded. */
  | 'not-applicable'
  /** What it requires could not be started. */
  | 'dependency'
  /** It would have to be active. */
  | 'inactive'
  /** What speaks is a process of that unit: mockvm leaves the agent to the host. */
  | 'agent'

export class UnitError extends Error {
  override readonly name = 'UnitError'
  readonly trouble: UnitTrouble
  readonly unit: string

  constructor(trouble: UnitTrouble, unit: string) {
    super(`${unit}: ${trouble}`)
    this.trouble = trouble
    this.unit = unit
  }
}
