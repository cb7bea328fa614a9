/** What the machine does as a whole. A request (from shutdown(8), say) is carried out when the agent has finished its command. */
import type { OnChange, PowerState } from './changes.js'

export interface PowerSnapshot {
  readonly state: PowerState
  readonly requested: PowerState | undefined
}

export class Power {
  readonly #onChange: OnChange
  #state: PowerState = 'running'
  #requested: PowerState | undefined
  #onRequest = () => {}

  constructor(onChange: OnChange) {
    this.#onChange = onChange
  }

  get state(): PowerState {
    return this.#state
  }

  /** What was asked for and has not come about yet. */
  get requested(): PowerState | undefined {
    return this.#requested
  }

  /** Undefined: what was asked for is no longer wanted. */
  request(state: PowerState | undefined): void {
    this.#requested = state
    if (state !== undefined) this.#onRequest()
  }

  /** Told of requests: who makes one may be a program that nobody waits for. */
  onRequest(listener: () => void): void {
    this.#onRequest = listener
  }

  set(state: PowerState): void {
    this.#requested = undefined
    if (state === this.#state) return
    const from = this.#state
    this.#state = state
    this.#onChange({ what: 'power', from, to: state })
  }

  snapshot(): PowerSnapshot {
    return { state: this.#state, requested: this.#requested }
  }

  restore({ state, requested }: PowerSnapshot): void {
    this.#state = state
    this.#requested = requested
  }
}
