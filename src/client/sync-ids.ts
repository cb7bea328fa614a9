/** The ids of guest-sync-delimited: all the chance that the client needs. */
import { randomBytes } from 'node:crypto'

const MAX_INT64 = 2n ** 63n - 1n

export class SyncIds {
  #next: bigint

  /** @param first Drawn if left out, so that nobody has used it lately; those that follow count up from it. */
  constructor(first?: bigint) {
    // 62 bits: positive in an int64, and far from its end.
    this.#next = first ?? randomBytes(8).readBigUInt64BE() >> 2n
  }

  /** @param text Of a command whose own answer must not be taken for one to the sync: an id that isn't in it. */
  next(text = ''): bigint {
    const id = this.#next
    this.#next = id >= MAX_INT64 ? 1n : id + 1n
    return text.includes(String(id)) ? this.next(text) : id
  }
}
