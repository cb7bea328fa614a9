import { Errno } from '../errno.js'
import { Waiters } from '../waiters.js'

const PAGE = 4096
/** A pipe holds 16 pages: 65,536 bytes, fewer if the pieces do not fill them. */
const PAGES = 16

export interface PipeSnapshot {
  readonly pages: readonly { readonly bytes: Uint8Array; readonly start: number }[]
}

/**
 * What lies between the ends of a fifo, as fs/pipe.c keeps it: pages, not bytes. A write appends to the last page only if
 * the part of it below a page fits there whole. Non-blocking: a full or empty pipe is EAGAIN.
 */
export class Pipe {
  readers = 0
  writers = 0
  /** How often each end was opened: who has waited for it has met it even if it is closed by now (fs/pipe.c, wait_for_partner). */
  readonly opened = { readers: 0, writers: 0 }
  /** Told when there may be something to read, or room again, and when an end is opened or closed. */
  readonly changed = new Waiters()
  /** `start` is what was read already of a page: that room is not used again. */
  #pages: { bytes: Uint8Array; start: number }[] = []

  /** As read(2): empty at the end of file, which is when nobody has it open for writing. */
  read(length: number): Uint8Array {
    if (length === 0) return new Uint8Array(0)
    if (this.#pages.length === 0) {
      if (this.writers === 0) return new Uint8Array(0)
      throw new Errno('EAGAIN')
    }
    const there = this.#pages.reduce((sum, { bytes, start }) => sum + bytes.length - start, 0)
    const result = new Uint8Array(Math.min(length, there))
    for (let at = 0; at < result.length; ) {
      const page = this.#pages[0]
      if (!page) break
      const part = page.bytes.subarray(page.start, page.start + result.length - at)
      result.set(part, at)
      page.start += part.length
      at += part.length
      if (page.start === page.bytes.length) this.#pages.shift()
    }
    this.changed.wake()
    return result
  }

  /** As write(2): fewer bytes than asked if the pipe fills up. Errors: EPIPE without a reader, EAGAIN when full. */
  write(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0
    if (this.readers === 0) throw new Errno('EPIPE')
    let done = 0
    const odd = bytes.length % PAGE
    const last = this.#pages.at(-1)
    if (odd > 0 && last && last.bytes.length + odd <= PAGE) {
      last.bytes = Buffer.concat([last.bytes, bytes.subarray(0, odd)])
      done = odd
    }
    while (done < bytes.length && this.#pages.length < PAGES) {
      const piece = bytes.slice(done, done + PAGE)
      this.#pages.push({ bytes: piece, start: 0 })
      done += piece.length
    }
    if (done === 0) throw new Errno('EAGAIN')
    this.changed.wake()
    return done
  }

  open(side: 'readers' | 'writers'): void {
    this[side] += 1
    this.opened[side] += 1
  }

  /** One end was closed. What is in the pipe is lost when nobody has it open. */
  closed(): void {
    if (this.readers === 0 && this.writers === 0) this.#pages = []
    this.changed.wake()
  }

  snapshot(): PipeSnapshot {
    return { pages: this.#pages.map(({ bytes, start }) => ({ bytes: new Uint8Array(bytes), start })) }
  }

  /** The ends are counted again as the files that hold them are opened. */
  restore(snapshot: PipeSnapshot): void {
    this.#pages = snapshot.pages.map(({ bytes, start }) => ({ bytes: bytes.slice(), start }))
  }
}
