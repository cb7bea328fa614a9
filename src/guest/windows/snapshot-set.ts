/**
 * A snapshot set of VSS, of one program that asks for it: it holds the writes to some volumes, for so long at most, and
 * lets go by itself then. Nobody is told of that until he asks it to let go.
 */
import type { Clock, Timer } from '../clock.js'

export interface SnapshotSetState {
  /** Its volumes, by name; undefined: there is no such set. */
  readonly volumes: readonly string[] | undefined
  /** In nanoseconds of the guest; undefined: it doesn't hold them yet, or has let go. */
  readonly heldSince: bigint | undefined
  /** It has begun, and has not let go. */
  readonly isInProgress: boolean
}

const NONE: SnapshotSetState = { volumes: undefined, heldSince: undefined, isInProgress: false }

export interface SnapshotSetOptions {
  readonly clock: Clock
  /** For how long it holds at most, nanoseconds. */
  readonly holds: bigint
  readonly onChange: (volumes: readonly string[], isHeld: boolean) => void
}

export class SnapshotSet {
  readonly #options: SnapshotSetOptions
  #state = NONE
  #timer: Timer | undefined

  constructor(options: SnapshotSetOptions) {
    this.#options = options
  }

  get isInProgress(): boolean {
    return this.#state.isInProgress
  }

  /** The volumes whose writes are held now, by name. */
  get held(): readonly string[] {
    const { volumes = [], heldSince } = this.#state
    return heldSince === undefined ? [] : volumes
  }

  /** It has let go by itself of what it held. */
  get isLost(): boolean {
    return this.#state.volumes !== undefined && !this.#state.isInProgress
  }

  begin(volumes: readonly string[]): void {
    this.abandon()
    this.#state = { volumes, heldSince: undefined, isInProgress: true }
  }

  /** From now on writes to its volumes are held. */
  hold(): void {
    this.#state = { ...this.#state, heldSince: this.#options.clock.inGuest() }
    this.#options.onChange(this.held, true)
    this.#arm()
  }

  /** Writes go on; the set is lost, but nobody knows that yet. */
  release(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    if (this.#state.heldSince === undefined) return
    const { held } = this
    this.#state = { ...this.#state, heldSince: undefined, isInProgress: false }
    this.#options.onChange(held, false)
  }

  /** There is no set any more, and nobody to ask for it. Gives the number of its volumes. */
  abandon(): number {
    this.release()
    const { volumes = [] } = this.#state
    this.#state = NONE
    return volumes.length
  }

  snapshot(): SnapshotSetState {
    return this.#state
  }

  /** The clock must have been restored before: it has forgotten the timer. */
  restore(state: SnapshotSetState): void {
    this.#state = state
    this.#timer = undefined
    if (state.heldSince !== undefined) this.#arm()
  }

  #arm(): void {
    const { clock, holds } = this.#options
    const until = (this.#state.heldSince ?? 0n) + holds
    this.#timer = clock.limit(until - clock.inGuest(), () => this.release())
  }
}
