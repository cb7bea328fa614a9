/**
 * What takes a guest its time: it boots, it goes down, it notices the power button. On its own clock, which stands still
 * with the vCPUs.
 */
import type { Clock, Timer } from '../guest/clock.js'

/** What comes at the end of it. */
export type Phase = 'booted' | 'down' | 'pressed'

export interface PendingPhase {
  readonly phase: Phase
  /** In nanoseconds of guest time. */
  readonly at: bigint
}

export class PowerCycle {
  readonly #clock: Clock
  readonly #reached: (phase: Phase) => void
  readonly #pending = new Map<Phase, { readonly at: bigint; readonly timer: Timer }>()

  constructor(clock: Clock, reached: (phase: Phase) => void) {
    this.#clock = clock
    this.#reached = reached
  }

  /** Reaches that phase after so many nanoseconds of guest time; after none at once, unless the vCPUs stand still. */
  begin(phase: Phase, duration: bigint): void {
    this.#cancel(phase)
    if (duration <= 0n && !this.#clock.isStopped) this.#reached(phase)
    else this.#set(phase, this.#clock.inGuest() + duration)
  }

  isPending(phase: Phase): boolean {
    return this.#pending.has(phase)
  }

  /** None of it comes about any more. */
  forget(): void {
    for (const phase of [...this.#pending.keys()]) this.#cancel(phase)
  }

  snapshot(): readonly PendingPhase[] {
    return [...this.#pending].map(([phase, { at }]) => ({ phase, at }))
  }

  /** The clock has been put back already. */
  restore(pending: readonly PendingPhase[]): void {
    this.forget()
    for (const { phase, at } of pending) this.#set(phase, at)
  }

  #set(phase: Phase, at: bigint): void {
    const timer = this.#clock.machine(at - this.#clock.inGuest(), () => {
      this.#pending.delete(phase)
      this.#reached(phase)
    })
    this.#pending.set(phase, { at, timer })
  }

  #cancel(phase: Phase): void {
    this.#pending.get(phase)?.timer.cancel()
    this.#pending.delete(phase)
  }
}
