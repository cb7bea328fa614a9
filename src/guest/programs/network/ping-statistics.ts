/** What ping(8) counts and says at its end. */

/** Below so many bytes there is no room for the time in a packet. */
const TIMED_SIZE = 16

export class PingStatistics {
  readonly target: string
  readonly isTimed: boolean
  transmitted = 0n
  received = 0n
  errors = 0n
  /** When the last packet left, counted from the first, in nanoseconds. */
  lastSent = 0n
  #pipe = 1n
  #least = Number.POSITIVE_INFINITY
  #most = 0
  #sum = 0
  #squares = 0

  constructor(target: string, size: number) {
    this.target = target
    this.isTimed = size >= TIMED_SIZE
  }

  /** How many were sent and not heard of. */
  get outstanding(): bigint {
    return this.transmitted - this.received - this.errors
  }

  /** A round trip in microseconds. */
  reply(microseconds: number): void {
    this.received++
    this.#least = Math.min(this.#least, microseconds)
    this.#most = Math.max(this.#most, microseconds)
    this.#sum += microseconds
    this.#squares += microseconds ** 2
  }

  error(): void {
    if (this.outstanding > this.#pipe) this.#pipe = this.outstanding
    this.errors++
  }

  text(): string {
    const { transmitted, received, errors } = this
    const counts = [
      `${transmitted} packets transmitted`,
      `${received} received`,
      ...(errors > 0n ? [`+${errors} errors`] : []),
      ...(transmitted > 0n ? [`${this.#loss()}% packet loss`] : []),
      `time ${this.lastSent / 1_000_000n}ms`,
    ]
    const pipe = this.#pipe > 1n ? `${received > 0n ? ', ' : ''}pipe ${this.#pipe}` : ''
    return `\n--- ${this.target} ping statistics ---\n${counts.join(', ')}\n${this.#times()}${pipe}\n`
  }

  /** As %g prints it. */
  #loss(): string {
    const loss = (Number(this.transmitted - this.received) * 100) / Number(this.transmitted)
    return String(Number(loss.toPrecision(6)))
  }

  #times(): string {
    if (this.received === 0n || !this.isTimed) return ''
    const count = Number(this.received)
    const average = Math.floor(this.#sum / count)
    const deviation = Math.floor(Math.sqrt(Math.max(this.#squares / count - average ** 2, 0)))
    const times = [this.#least, average, this.#most, deviation].map(milliseconds)
    return `rtt min/avg/max/mdev = ${times.join('/')} ms`
  }
}

/** "0.035" of 35 microseconds. */
export function milliseconds(microseconds: number): string {
  return (microseconds / 1000).toFixed(3)
}
