/** What is still to be done to a VM, on its clock: lists of actions, done in order, in which a `wait` puts off the rest. */
import type { Clock, Timer } from '../guest/clock.js'
import type { Action } from './action.js'

export interface AgendaSnapshot {
  readonly pending: readonly {
    readonly wait: bigint
    readonly actions: readonly Action[]
    readonly recurring: boolean
  }[]
}

interface Pending {
  /** On the monotonic clock. */
  readonly at: bigint
  readonly actions: readonly Action[]
  readonly recurring: boolean
  readonly timer: Timer
}

export class Agenda {
  readonly #clock: Clock
  readonly #perform: (action: Action) => void
  #pending: Pending[] = []

  constructor(clock: Clock, perform: (action: Action) => void) {
    this.#clock = clock
    this.#perform = perform
  }

  do(actions: readonly Action[]): void {
    for (const [index, action] of actions.entries()) {
      if ('wait' in action && action.wait > 0n) {
        this.later(action.wait, actions.slice(index + 1))
        return
      }
      if (!('wait' in action)) this.#perform(action)
    }
  }

  /** In so many nanoseconds, whether or not the guest stands still. `recurring`: nobody waits for it. */
  later(wait: bigint, actions: readonly Action[], recurring = false): void {
    const at = this.#clock.monotonic() + wait
    const timer = this.#clock.outside(
      wait,
      () => {
        this.#pending = this.#pending.filter(it => it !== pending)
        this.do(actions)
      },
      { recurring },
    )
    const pending: Pending = { at, actions, recurring, timer }
    this.#pending.push(pending)
  }

  snapshot(): AgendaSnapshot {
    const now = this.#clock.monotonic()
    return { pending: this.#pending.map(({ at, actions, recurring }) => ({ wait: at - now, actions, recurring })) }
  }

  restore({ pending }: AgendaSnapshot): void {
    for (const { timer } of this.#pending) timer.cancel()
    this.#pending = []
    for (const { wait, actions, recurring } of pending) this.later(wait, actions, recurring)
  }
}
