/** Bytes that come in pieces, in one place: twice as much room whenever it is too small, so that the cost is linear. */
export class GrowingBuffer {
  #room = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length
    if (length > this.#room.length) {
      const room = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#room.length))
      this.#room.copy(room, 0, 0, this.#length)
      this.#room = room
    }
    this.#room.set(bytes, this.#length)
    this.#length = length
  }

  /** Forgets all but the first `length` bytes, and gives back the room that they don't need. */
  truncate(length: number): void {
    if (length >= this.#length) return
    this.#room = Buffer.from(this.#room.subarray(0, length))
    this.#length = length
  }

  /** Hands over the bytes and begins anew. */
  take(): Buffer {
    const bytes = this.#room.subarray(0, this.#length)
    this.#room = Buffer.alloc(0)
    this.#length = 0
    return bytes
  }
}
