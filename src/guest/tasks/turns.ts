/**
 * How much may be done without any time passing. Virtual time stands still while a process computes: one that never rests
 * would keep everything else from going on. So after much of it the turn is over, and time passes before the next, more
 * each time until there is a rest. A program and all that it starts have their turns together: new processes bring no
 * new ones.
 */
import type { Clock } from '../clock.js'
import type { Wait } from '../wait.js'

const WORK_OF_A_TURN = 100_000
const FIRST_PAUSE = 10_000_000n
const LONGEST_PAUSE = 60_000_000_000n

export class Turns {
  readonly #clock: Clock
  #moment = -1n
  #work = 0
  #isOver = false
  /** How many wait for their next turn. */
  #waiting = 0
  #pause = FIRST_PAUSE
  #nextPause = FIRST_PAUSE

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Until the next turn. */
  readonly next: Wait = resume => {
    this.#look()
    if (!this.#isOver) {
      this.#isOver = true
      this.#pause = this.#nextPause
      this.#nextPause = this.#pause * 2n > LONGEST_PAUSE ? LONGEST_PAUSE : this.#pause * 2n
    }
    this.#waiting++
    this.#clock.after(this.#pause, () => {
      this.#waiting--
      resume()
    })
  }

  /** Whether the turn is over with it. */
  spend(work: number): boolean {
    this.#look()
    this.#work += work
    return this.#work >= WORK_OF_A_TURN
  }

  #look(): void {
    const now = this.#clock.monotonic()
    if (now === this.#moment) return
    // All that was to be done then has been done, and nobody has still to go on.
    if (!this.#isOver && this.#waiting === 0) this.#nextPause = FIRST_PAUSE
    this.#moment = now
    this.#work = 0
    this.#isOver = false
  }
}
