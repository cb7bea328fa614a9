/**
 * Events that a guest could bring about without end are passed on once a second: the first at once, then the last of
 * those that came within the second, at its end.
 */
import type { Clock, Timer } from '../guest/clock.js'
import type { QemuEvent } from './events.js'

const SECOND = 1_000_000_000n

/** Which share a limit; undefined for an event without one. */
function limitKey(event: QemuEvent): string | undefined {
  if (event.event === 'RTC_CHANGE') return event.event
  return event.event === 'VSERPORT_CHANGE' ? `${event.event} ${event.data.id}` : undefined
}

interface Pending {
  readonly event: QemuEvent
  /** When it came about: nanoseconds since the epoch. */
  readonly at: bigint
}

/** The second that began with an event. */
interface Window {
  /** On the monotonic clock. */
  readonly openedAt: bigint
  pending?: Pending & { readonly timer: Timer }
}

/** Seconds that have begun, by what shares a limit. */
export type RateLimitSnapshot = readonly {
  readonly key: string
  readonly openedAt: bigint
  readonly pending?: Pending
}[]

export class RateLimit {
  readonly #clock: Clock
  readonly #pass: (event: QemuEvent, at: bigint) => void
  readonly #isHeard: () => boolean
  readonly #windows = new Map<string, Window>()

  /**
   * `at`: when the event came about, nanoseconds since the epoch. As long as nobody hears it nothing is held back, and the
   * clock has nothing to wait for.
   */
  constructor(clock: Clock, pass: (event: QemuEvent, at: bigint) => void, isHeard: () => boolean = () => true) {
    this.#clock = clock
    this.#pass = pass
    this.#isHeard = isHeard
  }

  tell(event: QemuEvent): void {
    const at = this.#clock.hostTime()
    const key = limitKey(event)
    if (key === undefined) {
      this.#pass(event, at)
      return
    }
    const window = this.#windows.get(key)
    const now = this.#clock.monotonic()
    if (window?.pending !== undefined) window.pending = { ...window.pending, event, at }
    else if (window !== undefined && now < window.openedAt + SECOND) {
      if (!this.#isHeard()) return
      window.pending = { event, at, timer: this.#closing(key, window.openedAt) }
    } else this.#open(key, event, at)
  }

  /** What is held back never comes. */
  forget(): void {
    for (const { pending } of this.#windows.values()) pending?.timer.cancel()
    this.#windows.clear()
  }

  snapshot(): RateLimitSnapshot {
    return [...this.#windows].map(([key, { openedAt, pending }]) => ({
      key,
      openedAt,
      ...(pending !== undefined && { pending: { event: pending.event, at: pending.at } }),
    }))
  }

  /** The clock has been put back already. */
  restore(windows: RateLimitSnapshot): void {
    this.forget()
    for (const { key, openedAt, pending } of windows) {
      const held = pending && { pending: { ...pending, timer: this.#closing(key, openedAt) } }
      this.#windows.set(key, { openedAt, ...held })
    }
  }

  /** Time goes by with or without an event: a client that listens is no reason to move it. */
  #closing(key: string, openedAt: bigint): Timer {
    const left = openedAt + SECOND - this.#clock.monotonic()
    return this.#clock.outside(left, () => this.#close(key), { recurring: true })
  }

  #open(key: string, event: QemuEvent, at: bigint): void {
    this.#windows.set(key, { openedAt: this.#clock.monotonic() })
    this.#pass(event, at)
  }

  #close(key: string): void {
    const pending = this.#windows.get(key)?.pending
    if (pending !== undefined) this.#open(key, pending.event, pending.at)
  }
}
