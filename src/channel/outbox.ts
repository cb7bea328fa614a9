/** How much is handed to a client at a time, in bytes: what a client that leaves may take along unread. */
const SLICE = 65_536
/** So many replies are gone before the arrays are shortened: for every one of them it would cost too much. */
const MOST_GONE = 1024

/** How bytes go to the host. */
export interface Passage {
  /** In a write of their own, and not together with what stands before and behind them. */
  readonly alone?: boolean
  /** They have left the guest already: its port may be closed. */
  readonly past?: boolean
}

export interface Unsent extends Passage {
  readonly data: string
}

const ALONE = 1
const PAST = 2

/** What the agent has written and nobody has taken yet: latin1 strings, one character a byte, in order. */
export class Outbox {
  readonly #replies: string[] = []
  /** Of each of them. */
  readonly #passages: number[] = []
  /** So many of them are gone. */
  #gone = 0
  /** Bytes in all, those of the first reply that are gone included. */
  #size = 0
  /** How much of the first reply is gone. */
  #offset = 0

  get isEmpty(): boolean {
    return this.#gone === this.#replies.length
  }

  push(data: string, passage?: Passage): void {
    if (data === '') return
    this.#replies.push(data)
    this.#passages.push(passage === undefined ? 0 : (passage.alone ? ALONE : 0) | (passage.past ? PAST : 0))
    this.#size += data.length
  }

  /** Whether a writer would block: there is more than a socket takes at once. */
  get isFull(): boolean {
    return this.#size > SLICE
  }

  /** What comes next has left the guest already. */
  get isPast(): boolean {
    return ((this.#passages[this.#gone] ?? 0) & PAST) !== 0
  }

  /** The next bytes to write, at most a slice: a part of one reply, or several whole ones. '' when there is nothing. */
  peek(): string {
    const first = this.#replies[this.#gone] ?? ''
    if (first.length > SLICE) return first.slice(this.#offset, this.#offset + SLICE)
    const passage = this.#passages[this.#gone] ?? 0
    if (passage & ALONE) return first
    let data = first
    for (let index = this.#gone + 1; index < this.#replies.length; index++) {
      const next = this.#replies[index] ?? ''
      if (this.#passages[index] !== passage || data.length + next.length > SLICE) break
      data += next
    }
    return data
  }

  /** The first `size` bytes have been written: as many as peek() gave. */
  drop(size: number): void {
    let end = this.#offset + size
    for (; this.#gone < this.#replies.length; this.#gone++) {
      const { length } = this.#replies[this.#gone] ?? ''
      if (length > end) break
      end -= length
      this.#size -= length
    }
    this.#offset = end
    if (this.isEmpty || this.#gone >= MOST_GONE) this.#forget()
  }

  /** Drops what has not left the guest: it goes with the one that has written it. */
  dropGuests(): void {
    const left = this.rest.filter(({ past }) => past)
    this.clear()
    for (const it of left) this.push(it.data, it)
  }

  /** What nobody has taken yet. */
  get rest(): Unsent[] {
    return this.#replies.slice(this.#gone).map((data, index) => {
      const passage = this.#passages[this.#gone + index] ?? 0
      return {
        data: index === 0 ? data.slice(this.#offset) : data,
        ...(passage & ALONE && { alone: true }),
        ...(passage & PAST && { past: true }),
      }
    })
  }

  clear(): void {
    this.#gone = this.#replies.length
    this.#size = 0
    this.#offset = 0
    this.#forget()
  }

  #forget(): void {
    this.#replies.splice(0, this.#gone)
    this.#passages.splice(0, this.#gone)
    this.#gone = 0
  }
}
