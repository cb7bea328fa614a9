/** What is still to be done to a VM, on its clock: lists of actions, done in order, in which a `wait` puts off the rest. */
import type { Clock, Timer } from '../guest/clock.js'
import type { Action } from './action.js'

export interface AgendaSnapshot {
  readonly pending: readonly {
    readonly wait: bigint
    readonly actions: readonly Action[]
    readonly recurring: boolean
    readonly origin?: string
  }[]
}

interface Pending {
  /** On the monotonic clock. */
  readonly at: bigint
  readonly actions: readonly Action[]
  readonly recurring: boolean
  readonly origin: string | undefined
  readonly timer: Timer
}

export class Agenda {
  readonly #clock: Clock
  readonly #perform: (action: Action, origin?: string) => void
  #pending: Pending[] = []

  constructor(clock: Clock, perform: (action: Action, origin?: string) => void) {
    this.#clock = clock
    this.#perform = perform
  }

  /** `origin`: where the scenario says so, for what can't be done. */
  do(actions: readonly Action[], origin?: string): void {
    for (const [index, action] of actions.entries()) {
      if ('wait' in action && action.wait > 0n) {
        this.later(action.wait, actions.slice(index + 1), false, origin)
        return
      }
      if (!('wait' in action)) this.#perform(action, origin)
    }
  }

  /** In so many nanoseconds, whether or not the guest stands still. `recurring`: nobody waits for it. */
  later(wait: bigint, actions: readonly Action[], recurring = false, origin?: string): void {
    const at = this.#clock.monotonic() + wait
    const timer = this.#clock.outside(
      wait,
      () => {
        this.#pending = this.#pending.filter(it => it !== pending)
        this.do(actions, origin)
      },
      { recurring },
    )
    const pending: Pending = { at, actions, recurring, origin, timer }
    this.#pending.push(pending)
  }

  snapshot(): AgendaSnapshot {
    const now = this.#clock.monotonic()
    const pending = this.#pending.map(({ at, actions, recurring, origin }) => ({
      ...{ wait: at - now, actions, recurring },
      ...(origin !== undefined && { origin }),
    }))
    return { pending }
  }

  restore({ pending }: AgendaSnapshot): void {
    for (const { timer } of this.#pending) timer.cancel()
    this.#pending = []
    for (const { wait, actions, recurring, origin } of pending) this.later(wait, actions, recurring, origin)
  }
}
