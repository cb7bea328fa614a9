/**
 * How much may be done without any time passing. Virtual time stands still while a process computes: one that never rests
 * would keep everything else from going on. So after much of it the turn is over, and time passes before the next: as
 * much as such work takes, and when that has gone on for long, as in a loop without end, more each time until there is a
 * rest. A program and all that it starts have their turns together: new processes bring no
 * new ones.
 */
import type { Clock } from '../clock.js'
import type { Wait } from '../wait.js'

const WORK_OF_A_TURN = 100_000
const PAUSE = 10_000_000n
/** After so many turns without a rest pauses grow. */
const LONG = 20
const LONGEST_PAUSE = 3_600_000_000_000n

export class Turns {
  readonly #clock: Clock
  #moment = -1n
  #work = 0
  #isOver = false
  /** How many wait for their next turn. */
  #waiting = 0
  /** How many turns have been used up since there was a rest. */
  #usedUp = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Until the next turn. */
  readonly next: Wait = resume => {
    this.#look()
    if (!this.#isOver) {
      this.#isOver = true
      this.#usedUp++
    }
    this.#waiting++
    this.#clock.after(pauseAfter(this.#usedUp), () => {
      this.#waiting--
      resume()
    })
  }

  /** Whether the turn is over with it. */
  spend(work: number): boolean {
    this.#look()
    this.#clock.spend(work)
    this.#work += work
    return this.#work >= WORK_OF_A_TURN
  }

  #look(): void {
    const now = this.#clock.monotonic()
    if (now === this.#moment) return
    // All that was to be done then has been done, and nobody has still to go on.
    if (!this.#isOver && this.#waiting === 0) this.#usedUp = 0
    this.#moment = now
    this.#work = 0
    this.#isOver = false
  }
}

function pauseAfter(usedUp: number): bigint {
  const pause = PAUSE << BigInt(Math.max(0, Math.min(usedUp - LONG, 64)))
  return pause > LONGEST_PAUSE ? LONGEST_PAUSE : pause
}
