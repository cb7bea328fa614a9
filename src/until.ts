/** Runs a VM's clock for a promise that waits for it. */
// Turns of the event loop, in which bytes on their way arrive; no time of the host's.
import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from './guest/clock.js'

/** So many turns in which nothing happens mean that nothing will: bytes in memory need one, those of a socket two. */
const QUIET = 4
/** What waits for neither bytes nor time, a file of the host's perhaps, is given so many turns. */
const PATIENCE = 20_000

export interface UntilOptions {
  readonly clock: Clock
  /** A number that grows with everything that happens. */
  activity(): number
}

/**
 * Whenever all is quiet, moves the clock to what is due next, until the promise has settled. Rejects when the promise
 * waits and nothing is due any more.
 */
export async function until<T>(promise: Promise<T>, { clock, activity }: UntilOptions): Promise<T> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  let seen = activity()
  for (let quiet = 0; !isSettled; quiet++) {
    await turn()
    const now = activity()
    if (now !== seen) quiet = 0
    seen = now
    if (isSettled || clock.mode === 'real' || quiet < QUIET) continue
    const next = clock.nextDue()
    if (next !== undefined) {
      clock.advance(next - clock.monotonic())
      quiet = 0
    } else if (quiet > PATIENCE) {
      throw new Error(
        'until: expected the promise to settle, but it waits and nothing is due on the clock of the guest',
      )
    }
  }
  return promise
}
