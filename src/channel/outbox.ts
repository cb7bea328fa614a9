/** How much of a reply is handed to a client at a time, in bytes: what a client that leaves may take along unread. */
const SLICE = 65_536

/** What the agent has written and nobody has taken yet: latin1 strings, one character a byte, in order. */
export class Outbox {
  readonly #replies: string[] = []
  /** How much of the first reply is gone. */
  #offset = 0

  get isEmpty(): boolean {
    return this.#replies.length === 0
  }

  push(data: string): void {
    if (data !== '') this.#replies.push(data)
  }

  /** The next bytes to write, at most one reply and at most a slice of it; '' when there is nothing. */
  peek(): string {
    const first = this.#replies[0] ?? ''
    return first.length <= SLICE ? first : first.slice(this.#offset, this.#offset + SLICE)
  }

  /** What peek() told has been written. */
  drop(): void {
    const first = this.#replies[0] ?? ''
    this.#offset += SLICE
    if (this.#offset < first.length) return
    this.#replies.shift()
    this.#offset = 0
  }

  clear(): void {
    this.#replies.length = 0
    this.#offset = 0
  }
}
