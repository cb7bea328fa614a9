/** Cuts what an agent sends into lines, and keeps of them only what can matter. */
import { GrowingBuffer } from './growing-buffer.js'

/** As much as is kept of bytes that do not matter, to show what they were. */
const HEAD = 256

/** Enough for the reply to guest-sync-delimited, however it is spaced. */
export const MARKER_LIMIT = 4096

/** Bytes that were let go. */
export interface Scrap {
  /** The first of them. */
  readonly head: Buffer
  /** How many there were. */
  readonly bytes: number
}

export interface Line {
  /** What stands behind the last 0xFF, without CR and LF; undefined if that is longer than the limit. */
  readonly text: Buffer | undefined
  /** Whether there is a 0xFF. */
  readonly isDelimited: boolean
  /** What stands before the last 0xFF. */
  readonly before: Scrap
  /** What stands behind it, as far as it is worth showing. */
  readonly shown: Scrap
}

const LF = 0x0a
const CR = 0x0d
const DELIMITER = 0xff
const NOTHING: Scrap = { head: Buffer.alloc(0), bytes: 0 }

export class LineReader {
  readonly #take: (line: Line) => void
  #limit = MARKER_LIMIT
  #before = NOTHING
  #isDelimited = false
  /** Bytes of the line behind its last 0xFF: how many came, and those that are kept. */
  #size = 0
  readonly #kept = new GrowingBuffer()

  constructor(take: (line: Line) => void) {
    this.#take = take
  }

  /** How long a line may be, from now on; of a longer one only the beginning is kept. */
  set limit(bytes: number) {
    this.#limit = Math.max(bytes, HEAD)
    if (this.#kept.length > this.#limit) this.#kept.truncate(HEAD)
  }

  push(chunk: Buffer): void {
    let at = 0
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, at)) {
      this.#add(chunk.subarray(at, end))
      at = end + 1
      this.#endLine()
    }
    this.#add(chunk.subarray(at))
  }

  /** Hands over the beginning of a line whose end never came. */
  takeRest(): Scrap {
    this.#cut(false)
    const rest = this.#before
    this.#before = NOTHING
    return rest
  }

  #add(part: Buffer): void {
    const delimiter = part.lastIndexOf(DELIMITER)
    if (delimiter !== -1) {
      this.#append(part.subarray(0, delimiter))
      this.#cut(true)
    }
    this.#append(part.subarray(delimiter + 1))
  }

  #append(bytes: Buffer): void {
    const isWhole = this.#kept.length === this.#size && this.#size + bytes.length <= this.#limit
    this.#kept.append(isWhole ? bytes : bytes.subarray(0, Math.max(0, HEAD - this.#kept.length)))
    if (!isWhole) this.#kept.truncate(HEAD)
    this.#size += bytes.length
  }

  /** What came so far of the line stands before a 0xFF: it is not ours, or it is half of what it was. */
  #cut(isDelimited: boolean): void {
    const head = [this.#before.head, Buffer.alloc(this.#isDelimited ? 1 : 0, DELIMITER), this.#kept.take()]
    this.#before = {
      head: Buffer.from(Buffer.concat(head).subarray(0, HEAD)),
      bytes: this.#before.bytes + (this.#isDelimited ? 1 : 0) + this.#size,
    }
    this.#size = 0
    this.#isDelimited = isDelimited
  }

  #endLine(): void {
    const isWhole = this.#kept.length === this.#size
    const kept = this.#kept.take()
    const text = kept.at(-1) === CR && isWhole ? kept.subarray(0, -1) : kept
    const line = {
      text: isWhole ? text : undefined,
      isDelimited: this.#isDelimited,
      before: this.#before,
      shown: { head: text.subarray(0, HEAD), bytes: this.#size },
    }
    this.#size = 0
    this.#isDelimited = false
    this.#before = NOTHING
    // Last: whoever takes it may set the limit of the next one.
    this.#take(line)
  }
}

/** Bytes as latin1, with the 0xFF that was in front of them. */
export function marked(bytes: Buffer, isDelimited: boolean): string {
  return (isDelimited ? '\xff' : '') + bytes.toString('latin1')
}
