/** Bytes on their way, one after the other: nothing overtakes anything, and what has to wait holds up all that follows. */
import type { Clock, Timer } from '../guest/clock.js'
import type { RandomStream } from '../guest/random.js'
import type { Deed } from './deed.js'
import { nextPiece, type Pace } from './pace.js'

export type Step =
  /** One character a byte. */
  | { readonly bytes: string }
  /** Nanoseconds. */
  | { readonly wait: bigint }
  | { readonly act: readonly Deed[] }
  /** Bytes in pieces. `chance`: of that rule. */
  | { readonly slowly: string; readonly pace: Pace; readonly chance: string }

export interface LineSnapshot {
  readonly steps: readonly Step[]
  /** How long the first of them still has to wait, in nanoseconds. */
  readonly wait: bigint
}

export interface LineOptions {
  readonly clock: Clock
  chance(rule: string): RandomStream
  deliver(bytes: string): void
  perform(deeds: readonly Deed[]): void
}

/** So many steps are done before the array is shortened: for every one of them it would cost too much. */
const MOST_DONE = 1024

export class Line {
  readonly #options: LineOptions
  /** What the step that is being done has come apart into. */
  #now: Step[] = []
  #steps: Step[] = []
  #done = 0
  #timer: Timer | undefined
  /** When the timer is due, on the monotonic clock. */
  #due = 0n
  #isMoving = false

  constructor(options: LineOptions) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#timer === undefined && this.#now.length === 0 && this.#done === this.#steps.length
  }

  push(steps: readonly Step[]): void {
    for (const step of steps) this.#steps.push(step)
    this.#move()
  }

  /** All bytes are lost; what was to be done is done all the same. */
  lose(): void {
    this.#put(withoutBytes(this.#rest))
  }

  snapshot(): LineSnapshot {
    const wait = this.#timer === undefined ? 0n : this.#due - this.#options.clock.monotonic()
    return { steps: this.#rest, wait }
  }

  restore({ steps, wait }: LineSnapshot): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#put(wait > 0n ? [{ wait }, ...steps] : [...steps])
    this.#move()
  }

  get #rest(): Step[] {
    return [...this.#now, ...this.#steps.slice(this.#done)]
  }

  #put(steps: Step[]): void {
    this.#now = []
    this.#steps = steps
    this.#done = 0
  }

  #move(): void {
    // What is delivered may bring the next bytes: the loop that runs takes them along.
    if (this.#isMoving) return
    this.#isMoving = true
    try {
      while (this.#timer === undefined) {
        const step = this.#now.shift() ?? this.#next()
        if (step === undefined) break
        this.#take(step)
      }
    } finally {
      this.#isMoving = false
    }
  }

  #next(): Step | undefined {
    const step = this.#steps[this.#done]
    if (step === undefined) return undefined
    this.#done++
    if (this.#done === this.#steps.length || this.#done === MOST_DONE) this.#put(this.#steps.slice(this.#done))
    return step
  }

  #take(step: Step): void {
    if ('bytes' in step) this.#options.deliver(step.bytes)
    else if ('act' in step) this.#options.perform(step.act)
    else if ('slowly' in step) {
      const { steps, rest } = nextPiece(step.slowly, step.pace, this.#options.chance(step.chance))
      this.#now = rest === '' ? [...steps] : [...steps, { ...step, slowly: rest }]
    } else if (step.wait > 0n) {
      this.#due = this.#options.clock.monotonic() + step.wait
      this.#timer = this.#options.clock.outside(step.wait, () => {
        this.#timer = undefined
        this.#move()
      })
    }
  }
}

/** Steps of which nobody gets any bytes. */
export function withoutBytes(steps: readonly Step[]): Step[] {
  return steps.filter(step => !('bytes' in step || 'slowly' in step))
}
