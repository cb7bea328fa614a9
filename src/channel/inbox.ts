/** What clients have sent and the agent has not read yet, in order. */
export class Inbox {
  #chunks: Buffer[] = []
  #size = 0

  /** Bytes. */
  get size(): number {
    return this.#size
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    this.#chunks.push(chunk)
    this.#size += chunk.length
  }

  /** The next bytes as they came, at most so many; undefined when there are none. */
  shift(most: number): Buffer | undefined {
    const chunk = this.#chunks.shift()
    if (chunk === undefined) return undefined
    const taken = chunk.subarray(0, most)
    if (taken.length < chunk.length) this.#chunks.unshift(chunk.subarray(taken.length))
    this.#size -= taken.length
    return taken
  }

  /** All of them. */
  takeAll(): Buffer {
    const all = Buffer.concat(this.#chunks)
    this.clear()
    return all
  }

  /** Forgets the first so many; tells how many there were of them. */
  dropFirst(most: number): number {
    return this.#replace(all => all.subarray(most))
  }

  /** Forgets all but the first so many; tells how many these are. */
  keepFirst(most: number): number {
    return this.#replace(all => all.subarray(0, most))
  }

  clear(): void {
    this.#chunks = []
    this.#size = 0
  }

  snapshot(): readonly Uint8Array[] {
    return this.#chunks.map(chunk => Uint8Array.from(chunk))
  }

  restore(chunks: readonly Uint8Array[]): void {
    this.clear()
    for (const chunk of chunks) this.push(Buffer.from(chunk))
  }

  #replace(cut: (all: Buffer) => Buffer): number {
    const before = this.#size
    this.push(cut(this.takeAll()))
    return before - this.#size
  }
}
