/** How much is handed to a client at a time, in bytes: what a client that leaves may take along unread. */
const SLICE = 65_536

/** What the agent has written and nobody has taken yet: latin1 strings, one character a byte, in order. */
export class Outbox {
  readonly #replies: string[] = []
  /** Bytes in all, those of the first reply that are gone included. */
  #size = 0
  /** How much of the first reply is gone. */
  #offset = 0

  get isEmpty(): boolean {
    return this.#replies.length === 0
  }

  push(data: string): void {
    if (data === '') return
    this.#replies.push(data)
    this.#size += data.length
  }

  /** Whether a writer would block: there is more than a socket takes at once. */
  get isFull(): boolean {
    return this.#size > SLICE
  }

  /** The next bytes to write, at most a slice: a part of one reply, or several whole ones. '' when there is nothing. */
  peek(): string {
    const first = this.#replies[0] ?? ''
    if (first.length > SLICE) return first.slice(this.#offset, this.#offset + SLICE)
    let data = first
    for (let index = 1; index < this.#replies.length; index++) {
      const next = this.#replies[index] ?? ''
      if (data.length + next.length > SLICE) break
      data += next
    }
    return data
  }

  /** The first `size` bytes have been written: as many as peek() gave. */
  drop(size: number): void {
    let end = this.#offset + size
    let whole = 0
    for (const reply of this.#replies) {
      if (reply.length > end) break
      end -= reply.length
      this.#size -= reply.length
      whole++
    }
    this.#replies.splice(0, whole)
    this.#offset = end
  }

  /** What nobody has taken yet. */
  get rest(): string {
    return this.#replies.join('').slice(this.#offset)
  }

  clear(): void {
    this.#replies.length = 0
    this.#size = 0
    this.#offset = 0
  }
}
