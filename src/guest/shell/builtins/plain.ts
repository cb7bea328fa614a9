/** `:`, true, false. */
import type { Builtin } from './builtin.js'

// biome-ignore lint/correctness/useYield: a builtin is a generator, whether it waits or not.
export const succeed: Builtin = function* () {
  return 0
}

// biome-ignore lint/correctness/useYield: as above.
export const fail: Builtin = function* () {
  return 1
}
