/** Whoever reads standard output: a program that would write once in a while ends when there is nobody any more. */
import { Killed } from '../../tasks/killed.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'

const SIGPIPE = 13

export class OutputReader {
  readonly #task: Task
  #isWatched = false
  #resume = () => {}

  constructor(task: Task) {
    this.#task = task
  }

  /**
   * Nanoseconds. Ends the process by SIGPIPE as soon as standard output is a pipe that nobody reads; where that is ignored
   * the answer is false.
   */
  *sleep(duration: bigint): Generator<Wait, boolean, void> {
    const task = this.#task
    const { clock } = task.guest
    const output = task.descriptors.has(1) ? task.descriptors.get(1) : undefined
    const pipe = output?.pipe ?? output?.file?.pipe
    if (output === undefined || pipe === undefined) {
      yield* task.sleep(duration)
      return true
    }
    const end = clock.monotonic() + duration
    for (;;) {
      if (pipe.readers === 0) {
        if (task.dispositions.has(SIGPIPE)) return false
        throw new Killed(SIGPIPE)
      }
      const left = end - clock.monotonic()
      if (left <= 0n) return true
      yield resume => {
        this.#resume = resume
        clock.after(left, resume)
        this.#watch(output.changed)
      }
    }
  }

  /** Once, until something happens to the pipe. */
  #watch(changed: Wait): void {
    if (this.#isWatched) return
    this.#isWatched = true
    changed(() => {
      this.#isWatched = false
      this.#resume()
    })
  }
}
