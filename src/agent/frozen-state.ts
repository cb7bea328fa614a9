import type { Clock } from '../guest/clock.js'

/** What an agent believes of its file systems: a flag of its own, whatever is frozen in fact. */
export class FrozenState {
  readonly #clock: Clock
  #isFrozen = false
  #hasFrozen = false
  /** When it began to be as it is, in nanoseconds of the guest. */
  #since = 0n

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** This process has frozen file systems: it was not only started while they were. */
  get hasFrozen(): boolean {
    return this.#hasFrozen
  }

  /** For how long it has been so, in nanoseconds; undefined while it isn't. */
  get duration(): bigint | undefined {
    return this.#isFrozen ? this.#clock.inGuest() - this.#since : undefined
  }

  set(isFrozen: boolean): void {
    this.#isFrozen = isFrozen
    this.#since = this.#clock.inGuest()
    if (isFrozen) this.#hasFrozen = true
  }

  /** A new process. `isFrozen`: one before it has left word that they are. */
  begin(isFrozen: boolean): void {
    this.#isFrozen = isFrozen
    this.#hasFrozen = false
    this.#since = this.#clock.inGuest()
  }

  snapshot() {
    return { isFrozen: this.#isFrozen, hasFrozen: this.#hasFrozen, since: this.#since }
  }

  restore({ isFrozen, hasFrozen, since }: FrozenSnapshot): void {
    this.#isFrozen = isFrozen
    this.#hasFrozen = hasFrozen
    this.#since = since
  }
}

export type FrozenSnapshot = Readonly<ReturnType<FrozenState['snapshot']>>
