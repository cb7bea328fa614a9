/** The bytes of the token that is being read, of which some may have come in earlier chunks. */
export class TokenBytes {
  #chunk: Buffer = NONE
  #start = 0
  /** What came in earlier chunks; `#size` bytes of it are used. */
  #earlier: Buffer = NONE
  #size = 0

  /** Earlier bytes are followed by those of `chunk` from its first one on. */
  continueIn(chunk: Buffer): void {
    this.#chunk = chunk
    this.#start = 0
  }

  startAt(at: number): void {
    this.#start = at
  }

  /** Whether the token has nothing in earlier chunks, and begins at `at` in this one. */
  isAllFrom(at: number): boolean {
    return this.#size === 0 && this.#start === at
  }

  sizeAt(at: number): number {
    return this.#size + at - this.#start
  }

  /** The place in the chunk where the token has so many bytes. */
  placeOf(size: number): number {
    return this.#start + size - this.#size
  }

  /** A window of the chunk, if all of the token is in it. */
  until(end: number): Buffer {
    const here = this.#chunk.subarray(this.#start, end)
    return this.#size === 0 ? here : Buffer.concat([this.earlier, here])
  }

  get earlier(): Buffer {
    return this.#earlier.subarray(0, this.#size)
  }

  /** `goesOn`: the token does, in the next chunk. */
  leaveChunk(goesOn: boolean): void {
    if (goesOn) this.#keepRest()
    this.#chunk = NONE
  }

  clear(): void {
    if (this.#size === 0) return
    this.#earlier = NONE
    this.#size = 0
  }

  restore(earlier: Uint8Array): void {
    this.#earlier = Buffer.from(earlier)
    this.#size = earlier.length
  }

  /** Copies: the chunk may be a window of a buffer that the socket uses again. */
  #keepRest(): void {
    const rest = this.#chunk.subarray(this.#start)
    const size = this.#size + rest.length
    if (size > this.#earlier.length) this.#earlier = Buffer.concat([this.earlier], Math.max(size, 2 * this.#size))
    rest.copy(this.#earlier, this.#size)
    this.#size = size
  }
}

const NONE = Buffer.alloc(0)
