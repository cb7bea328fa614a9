/** What carries a guest from one QEMU to another, as migrations need it. */
import type { MigrationAddress, SocketAddress } from './migration-address.js'

/** What is told of a guest on its way out; nothing after `closed`. */
export interface DepartureListener {
  connected(): void
  /** The other side is one that can take this guest. */
  expected(): void
  /** The guest is there. */
  loaded(): void
  /** As QEMU words it. */
  failed(error: string): void
  closed(): void
}

export interface Departure {
  /** All of the guest. */
  send(state: unknown): void
  /** Nobody goes any more. */
  abandon(): void
}

/** What is told of a guest on its way in. */
export interface ArrivalListener {
  /** Somebody has connected. */
  began(): void
  /** All of it is there; `accept` tells the other side that it stays. */
  arrived(state: unknown, accept: () => void): void
  /** What came is no guest for this machine: what QEMU logs, line by line. */
  failed(log: readonly string[]): void
  /** Nobody can listen there. */
  notBound(error: string): void
}

export interface Arrivals {
  /** Where somebody listens by now. */
  readonly addresses: readonly SocketAddress[]
  /** Awaits nobody any more. */
  close(): void
  /** Removes the socket file at once. */
  unlinkNow(): void
}

export interface MigrationTransport {
  connect(to: MigrationAddress, listener: DepartureListener): Departure
  /** Throws QapiError where nobody could listen, as far as that shows beforehand. */
  check(at: MigrationAddress): void
  /** Throws QapiError where that can't be, as far as that is known at once. */
  listen(at: MigrationAddress, listener: ArrivalListener): Arrivals
}
