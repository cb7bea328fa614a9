/** Bytes on their way, one after the other: nothing overtakes anything, and what has to wait holds up all that follows. */
import type { Clock, Timer } from '../guest/clock.js'
import type { RandomStream } from '../guest/random.js'
import type { Deed } from './deed.js'
import { nextPiece, type Pace } from './pace.js'

export type Step = Origin &
  (
    | Bytes
    /** Nanoseconds. */
    | { readonly wait: bigint }
    | Act
    /** Bytes in pieces. `chance`: of that rule. */
    | { readonly slowly: string; readonly pace: Pace; readonly chance: string }
  )

/** One character a byte. `isPiece`: they come by themselves, and not together with others. */
export type Bytes = Origin & { readonly bytes: string; readonly isPiece?: boolean }

/** `cuts`: whoever has sent what is on the line is cut off, and what it has sent behind this is lost. */
export type Act = Origin & { readonly act: readonly Deed[]; readonly cuts?: boolean }

export interface Origin {
  /** The client that has sent it. */
  readonly from?: number
  /** The guest's port was closed for it: it has not left the guest. */
  readonly isInGuest?: boolean
}

export interface LineSnapshot {
  readonly steps: readonly Step[]
  /** How long the first of them still has to wait, in nanoseconds. */
  readonly wait: bigint
}

export interface LineOptions {
  readonly clock: Clock
  chance(rule: string): RandomStream
  /** `hasWaited`: the bytes were on their way for a while. */
  deliver(bytes: Bytes, hasWaited: boolean): void
  perform(act: Act): void
  /** Whether pieces may be delivered; if not they wait for `goOn`. */
  hasRoom?(): boolean
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
  #isHeldUp = false
  /** What is being delivered was not pushed just now. */
  #hasWaited = false

  constructor(options: LineOptions) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#timer === undefined && this.#now.length === 0 && this.#done === this.#steps.length
  }

  /** There was no room for the next piece. */
  get isHeldUp(): boolean {
    return this.#isHeldUp
  }

  push(steps: readonly Step[]): void {
    const isFirst = this.isEmpty
    for (const step of steps) this.#steps.push(step)
    this.#move(!isFirst)
  }

  /** There is room again. */
  goOn(): void {
    if (this.#isHeldUp) this.#move(true)
  }

  /** All bytes are lost; what was to be done is done all the same. */
  lose(): void {
    this.#put(withoutBytes(this.#rest))
    this.goOn()
  }

  /** Nothing is on its way any more. */
  clear(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#isHeldUp = false
    this.#put([])
  }

  snapshot(): LineSnapshot {
    const wait = this.#timer === undefined ? 0n : this.#due - this.#options.clock.monotonic()
    return { steps: this.#rest, wait }
  }

  restore({ steps, wait }: LineSnapshot): void {
    this.clear()
    this.#put(wait > 0n ? [{ wait }, ...steps] : [...steps])
    this.#move(true)
  }

  get #rest(): Step[] {
    return [...this.#now, ...this.#steps.slice(this.#done)]
  }

  #put(steps: Step[]): void {
    this.#now = []
    this.#steps = steps
    this.#done = 0
  }

  #move(hasWaited: boolean): void {
    // What is delivered may bring the next bytes: the loop that runs takes them along.
    if (this.#isMoving) return
    this.#isMoving = true
    this.#isHeldUp = false
    this.#hasWaited = hasWaited
    try {
      while (this.#timer === undefined && !this.#isHeldUp) {
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
    if ('bytes' in step) this.#options.deliver(step, this.#hasWaited)
    else if ('act' in step) this.#act(step)
    else if ('slowly' in step) this.#cut(step)
    else if (step.wait > 0n) {
      this.#due = this.#options.clock.monotonic() + step.wait
      this.#timer = this.#options.clock.outside(step.wait, () => {
        this.#timer = undefined
        this.#move(true)
      })
    }
  }

  #act(step: Act): void {
    if (step.cuts) this.#put(this.#rest.filter(({ from }) => from !== step.from))
    this.#options.perform(step)
  }

  #cut(step: Extract<Step, { slowly: string }>): void {
    if (this.#options.hasRoom?.() === false) {
      this.#isHeldUp = true
      this.#now.unshift(step)
      return
    }
    const { slowly, pace, chance, ...origin } = step
    const { steps, rest } = nextPiece(slowly, pace, this.#options.chance(chance))
    this.#now = steps.map(it => ({ ...it, ...origin }))
    if (rest !== '') this.#now.push({ ...step, slowly: rest })
  }
}

/** Steps of which nobody gets any bytes. */
export function withoutBytes(steps: readonly Step[]): Step[] {
  return steps.filter(step => !('bytes' in step || 'slowly' in step))
}
