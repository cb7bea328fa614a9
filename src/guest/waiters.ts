import type { Wait } from './wait.js'

/** Those who wait for the same thing. */
export class Waiters {
  #waiting: (() => void)[] = []

  readonly wait: Wait = resume => {
    this.#waiting.push(resume)
  }

  /** All of them go on; who finds that it still isn't so waits again. */
  wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }
}
