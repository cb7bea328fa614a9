import type { Ending } from '../../processes.js'

/** A shell adds it to the number of the signal that ended a program. */
const SIGNALLED = 128

export function statusOf(ending: Ending): number {
  return 'signal' in ending ? SIGNALLED + ending.signal : ending.exitCode
}
