/** What the guest does of a command comes after the command's reply, since it takes the guest its time, however little. */

export class Deeds {
  #waiting: (() => void)[] | undefined

  /** Carries out a command of a monitor, reply included, and then what the guest does of it. */
  answering<Answer>(answer: () => Answer): Answer {
    if (this.#waiting !== undefined) return answer()
    const waiting: (() => void)[] = []
    this.#waiting = waiting
    const answered = attempt(answer)
    this.#waiting = undefined
    // One that fails is no reason for the others not to come about, nor for another reply.
    const done = waiting.map(attempt)
    const failed = [answered, ...done].find(it => 'error' in it)
    if (failed !== undefined && 'error' in failed) throw failed.error
    return (answered as { value: Answer }).value
  }

  /** After the reply of the command that is being carried out; at once, if none is. */
  soon(deed: () => void): void {
    if (this.#waiting === undefined) deed()
    else this.#waiting.push(deed)
  }
}

type Attempt<Value> = { readonly value: Value } | { readonly error: unknown }

function attempt<Value>(run: () => Value): Attempt<Value> {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}
