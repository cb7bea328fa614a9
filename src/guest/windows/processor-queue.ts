/**
 * The averages that the agent itself makes of the length of the processor queue: how many wanted a processor and had none.
 * It begins with the first question, and samples every 5 s.
 */
const SAMPLE = 5_000_000_000n
/** What is left of an average after a sample: e^(-5 s / 1, 5, 15 min). */
const KEPT = [Math.exp(-5 / 60), Math.exp(-5 / 300), Math.exp(-5 / 900)] as const

export type Averages = readonly [number, number, number]

export interface ProcessorQueueSnapshot {
  /** When it began, in nanoseconds of the guest; undefined: nobody has asked yet. */
  readonly since: bigint | undefined
  readonly samples: bigint
  readonly length: number
  readonly averages: Averages
}

const IDLE: ProcessorQueueSnapshot = { since: undefined, samples: 0n, length: 0, averages: [0, 0, 0] }

export class ProcessorQueue {
  readonly #now: () => bigint
  #state = IDLE

  /** `now`: nanoseconds of the guest. */
  constructor(now: () => bigint) {
    this.#now = now
  }

  /** Over 1, 5 and 15 minutes. The first time it begins to sample, and there is nothing yet. */
  averages(): Averages {
    if (this.#state.since === undefined) this.#state = { ...this.#state, since: this.#now() }
    this.#settle()
    return this.#state.averages
  }

  /** From now on so many wait for a processor. */
  setLength(length: number): void {
    this.#settle()
    this.#state = { ...this.#state, length }
  }

  /** The agent that sampled has gone. */
  stop(): void {
    this.#state = { ...IDLE, length: this.#state.length }
  }

  snapshot(): ProcessorQueueSnapshot {
    return this.#state
  }

  restore(snapshot: ProcessorQueueSnapshot): void {
    this.#state = snapshot
  }

  /** Takes the samples that were due since the last time: all of them saw the same queue. */
  #settle(): void {
    const { since, samples, length, averages } = this.#state
    if (since === undefined) return
    const due = (this.#now() - since) / SAMPLE
    const count = Number(due - samples)
    if (count <= 0) return
    const after = (average: number, kept: number) => length + (average - length) * kept ** count
    const [one, five, fifteen] = averages
    const next = [after(one, KEPT[0]), after(five, KEPT[1]), after(fifteen, KEPT[2])] as const
    this.#state = { since, samples: due, length, averages: next }
  }
}
