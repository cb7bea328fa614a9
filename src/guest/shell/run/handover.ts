import type { Execution } from '../../tasks/task.js'

/** Thrown through a shell whose process a program takes over: execve(2). */
export class Handover extends Error {
  readonly execution: Execution
  readonly environ: readonly string[]

  constructor(execution: Execution, environ: readonly string[]) {
    super('exec')
    this.execution = execution
    this.environ = environ
  }
}
