/** What an agent keeps of a stream of its child. */
import { Errno } from '../errno.js'
import { Description } from './description.js'

/** What is kept of each stream: 16 MiB; the rest is read and thrown away. */
export const CAPTURE_LIMIT = 16 << 20

export interface Captured {
  readonly bytes: Uint8Array
  /** There was more than is kept. */
  readonly truncated: boolean
}

export const NOTHING: Captured = { bytes: new Uint8Array(0), truncated: false }

/** The end of a pipe that a child writes to; `closed` is called when nobody has it any more. */
export class Capture extends Description {
  readonly link: string
  readonly #closed: () => void
  #parts: Uint8Array[] = []
  #size = 0
  #truncated = false
  #isAbandoned = false

  constructor(link: string, closed: () => void) {
    super()
    this.link = link
    this.#closed = closed
  }

  /** Whoever read it has gone. */
  abandon(): void {
    this.#isAbandoned = true
  }

  override write(bytes: Uint8Array): number {
    if (this.#isAbandoned) throw new Errno('EPIPE')
    const kept = bytes.subarray(0, CAPTURE_LIMIT - this.#size)
    if (kept.length > 0) this.#parts.push(kept.slice())
    this.#size += kept.length
    if (kept.length < bytes.length) this.#truncated = true
    return bytes.length
  }

  get captured(): Captured {
    if (this.#parts.length > 1) this.#parts = [new Uint8Array(Buffer.concat(this.#parts))]
    return { bytes: this.#parts[0] ?? NOTHING.bytes, truncated: this.#truncated }
  }

  protected override close(): void {
    this.#closed()
  }
}
