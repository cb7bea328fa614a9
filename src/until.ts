/** Runs the clocks of VMs for a promise that waits for them. */
// Turns of the event loop, in which bytes on their way arrive; no time of the host's.
import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from './guest/clock.js'

/** So many turns in which nothing happens mean that nothing will: bytes in memory need one, those of a socket two. */
const QUIET = 4
/** What waits for neither bytes nor time, a file of the host's perhaps, is given so many turns. */
const PATIENCE = 20_000

export interface UntilOptions {
  /** Those that move by themselves are left alone. */
  readonly clocks: readonly Clock[]
  /** A number that grows with everything that happens. */
  activity(): number
}

/**
 * Whenever all is quiet, moves all clocks by as much as the one lacks that has something due first, until the promise has
 * settled. Rejects when the promise waits and nothing is due any more.
 */
export async function until<T>(promise: Promise<T>, { clocks, activity }: UntilOptions): Promise<T> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  const movable = clocks.filter(({ mode }) => mode !== 'real')
  const movesByItself = movable.length < clocks.length
  let seen = activity()
  for (let quiet = 0; !isSettled; quiet++) {
    await turn()
    const now = activity()
    if (now !== seen) quiet = 0
    seen = now
    if (isSettled || quiet < QUIET) continue
    const wait = shortestWait(movable)
    if (wait !== undefined) {
      for (const clock of movable) clock.advance(wait)
      quiet = 0
    } else if (quiet > PATIENCE && !movesByItself) {
      throw new Error(`until: expected the promise to settle, but it waits and nothing is due on ${named(clocks)}`)
    }
  }
  return promise
}

/** Nanoseconds until something is due on one of them. */
function shortestWait(clocks: readonly Clock[]): bigint | undefined {
  const waits = clocks.flatMap(clock => {
    const next = clock.nextDue()
    return next === undefined ? [] : next - clock.monotonic()
  })
  return waits.length === 0 ? undefined : waits.reduce((a, b) => (a < b ? a : b))
}

function named({ length }: readonly Clock[]): string {
  return length === 1 ? 'the clock of the guest' : `the clocks of the ${length} guests`
}
