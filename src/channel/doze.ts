/** The guest's clock, as far as it is needed here: nanoseconds. */
export interface DozeClock {
  inGuest(): bigint
  after(delay: bigint, run: () => void): { cancel(): void }
}

export interface DozeSnapshot {
  readonly since?: bigint
  readonly until?: bigint
}

const PERIOD = 100_000_000n

/**
 * An agent on virtio-serial that reads finds the end of a file while nobody is there, sleeps 0.1 s and looks again: whoever
 * comes meanwhile is seen when it wakes.
 */
export class Doze {
  readonly #clock: DozeClock
  /** Nobody has been there since then. */
  #since: bigint | undefined
  /** Somebody has come, and is seen then. */
  #until: bigint | undefined
  #timer: { cancel(): void } | undefined

  constructor(clock: DozeClock) {
    this.#clock = clock
  }

  /** Somebody is there, and the agent has not seen it yet. */
  get isAsleep(): boolean {
    return this.#until !== undefined
  }

  /** It reads while nobody is there. */
  begin(): void {
    if (this.#until === undefined) this.#since ??= this.#clock.inGuest()
  }

  /** It has something else to do, and reads afterwards. */
  end(): void {
    this.#since = undefined
    this.#until = undefined
    this.#timer?.cancel()
  }

  /** A client has come; `wake` is called when the agent sees it. */
  interrupt(wake: () => void): void {
    if (this.#since === undefined) return
    const now = this.#clock.inGuest()
    this.#until = now + PERIOD - ((now - this.#since) % PERIOD)
    this.#since = undefined
    this.#wakeAt(this.#until, wake)
  }

  snapshot(): DozeSnapshot {
    return {
      ...(this.#since !== undefined && { since: this.#since }),
      ...(this.#until !== undefined && { until: this.#until }),
    }
  }

  /** The clock has been turned back already. */
  restore({ since, until }: DozeSnapshot, wake: () => void): void {
    this.end()
    this.#since = since
    this.#until = until
    if (until !== undefined) this.#wakeAt(until, wake)
  }

  #wakeAt(until: bigint, wake: () => void): void {
    this.#timer = this.#clock.after(until - this.#clock.inGuest(), () => {
      this.end()
      wake()
    })
  }
}
