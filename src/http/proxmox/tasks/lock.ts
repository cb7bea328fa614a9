/** The lock of a VM's configuration: one task at a time has it. */
import type { Clock } from '../../../guest/clock.js'
import { died } from '../error.js'
import type { Steps } from './steps.js'

const PATIENCE = 10_000_000_000n

interface Holder {
  /** Of its file, for the error. */
  readonly path: string
  print(line: string): void
}

export class Lock {
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #isHeld = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What is to be done with it takes no time, or is steps. Throws PveError when others have had it for ten seconds. */
  *during(holder: Holder, run: () => Steps | undefined): Steps {
    if (this.#isHeld) yield* this.#await(holder)
    this.#isHeld = true
    try {
      yield* run() ?? []
    } finally {
      this.#isHeld = false
      this.#waiting.shift()?.()
    }
  }

  /** What it prints is seen in the output of pvesh, too. */
  *#await({ path, print }: Holder): Steps {
    print('trying to acquire lock...')
    yield wake => {
      const timer = this.#clock.host(PATIENCE, wake, { background: true })
      this.#waiting.push(wake)
      return () => {
        timer.cancel()
        const place = this.#waiting.indexOf(wake)
        if (place !== -1) this.#waiting.splice(place, 1)
      }
    }
    if (this.#isHeld) throw died(`can't lock file '${path}' - got timeout`)
    print(' OK')
  }
}
