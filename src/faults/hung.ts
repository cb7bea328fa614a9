/** Commands that hang until they are told to go on. */
import type { Wait } from '../guest/wait.js'

interface Waiting {
  /** Those that have not let it go yet. */
  readonly rules: Set<string>
  readonly resume: () => void
}

export class Hung {
  #waiting: Waiting[] = []

  /** The wait of a command that hangs because of those rules: all of them have to be released. */
  wait(rules: readonly string[]): Wait {
    return resume => this.#waiting.push({ rules: new Set(rules), resume })
  }

  /** Lets go what hangs because of that rule, or all of it, as `go` says; tells how many commands that were. */
  release(rule?: string, go: (resume: () => void) => void = resume => resume()): number {
    for (const { rules } of this.#waiting) {
      if (rule === undefined) rules.clear()
      else rules.delete(rule)
    }
    const released = this.#waiting.filter(({ rules }) => rules.size === 0)
    this.#waiting = this.#waiting.filter(({ rules }) => rules.size > 0)
    for (const { resume } of released) go(resume)
    return released.length
  }

  forget(): void {
    this.#waiting = []
  }
}
