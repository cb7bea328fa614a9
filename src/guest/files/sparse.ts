import { type Fill, type FillReader, HOLE } from './fill.js'

const PAGE = 4096
const PAGE_SIZE = 4096n

/** A sparse file as plain data. */
export interface SparseSnapshot {
  readonly size: bigint
  readonly fill: Fill
  readonly filled: bigint
  readonly pages: ReadonlyMap<number, Uint8Array>
}

/** With so many pages before it a page is compared when it is full. */
const LOOKED_BACK_AT = 16

/**
 * The bytes of a file that is mostly not there, or large: pages that were written, above a fill that is never spelt out,
 * above zeros. memfs would allocate everything up to the last byte. Pages that are alike are kept once where one follows
 * soon on the other: who fills a disk writes the same again and again, and the host's memory is not the guest's to fill.
 */
export class SparseBytes {
  #size: bigint
  readonly #fill: Fill
  /** Bytes from the start that the fill covers; zeros follow. */
  #filled: bigint
  readonly #pages: Map<number, Uint8Array>
  /** Those of the pages that stand in several places: to be copied before they change. */
  readonly #shared = new WeakSet<Uint8Array>()
  /** Pages that were filled last, no two of them alike. */
  #recent: Uint8Array[] = []
  /** How many of the pages lie beyond what the fill takes. */
  #beyond = 0
  readonly #reader: FillReader

  constructor(reader: FillReader, from: SparseSnapshot = { size: 0n, fill: HOLE, filled: 0n, pages: new Map() }) {
    this.#reader = reader
    this.#size = from.size
    this.#fill = from.fill
    this.#filled = from.filled
    this.#pages = new Map()
    const copies = new Map<Uint8Array, Uint8Array>()
    for (const [index, bytes] of from.pages) {
      const known = copies.get(bytes)
      if (known !== undefined) this.#shared.add(known)
      const copy = known ?? bytes.slice()
      copies.set(bytes, copy)
      this.#pages.set(index, copy)
    }
    this.#countBeyond()
  }

  get size(): bigint {
    return this.#size
  }

  /** Pages that take space on the disk. */
  get pages(): bigint {
    return this.#filledPages() + BigInt(this.#beyond)
  }

  /** Whether a page takes space already. */
  hasPage(index: number): boolean {
    return this.#pages.has(index) || BigInt(index) < this.#filledPages()
  }

  /** The bytes from `offset` on, at most `length`, fewer at the end. */
  read(offset: bigint, length: number): Uint8Array {
    const left = this.#size - offset
    if (left <= 0n) return new Uint8Array(0)
    const bytes = new Uint8Array(left < BigInt(length) ? Number(left) : length)
    eachPage(offset, bytes.length, (index, within, from, count) => {
      const page = this.#pages.get(index)
      const target = bytes.subarray(from, from + count)
      if (page) target.set(page.subarray(within, within + count))
      else this.#readFill(offset + BigInt(from), target)
    })
    return bytes
  }

  write(offset: bigint, bytes: Uint8Array): void {
    eachPage(offset, bytes.length, (index, within, from, count) => {
      const page = this.#page(index)
      page.set(bytes.subarray(from, from + count), within)
      if (within + count === PAGE) this.#filledUp(index, page)
    })
    const end = offset + BigInt(bytes.length)
    if (bytes.length > 0 && end > this.#size) this.#size = end
  }

  truncate(size: bigint): void {
    if (size < this.#size) {
      const whole = Number(size / PAGE_SIZE)
      const within = Number(size % PAGE_SIZE)
      for (const index of this.#pages.keys())
        if (index > whole || (index === whole && within === 0)) this.#pages.delete(index)
      if (this.#pages.has(whole)) this.#page(whole).fill(0, within)
      if (size < this.#filled) this.#filled = size
      this.#countBeyond()
    }
    this.#size = size
  }

  snapshot(): SparseSnapshot {
    const copies = new Map<Uint8Array, Uint8Array>()
    const pages = new Map<number, Uint8Array>()
    for (const [index, bytes] of this.#pages) {
      const copy = copies.get(bytes) ?? bytes.slice()
      copies.set(bytes, copy)
      pages.set(index, copy)
    }
    return { size: this.#size, fill: this.#fill, filled: this.#filled, pages }
  }

  #countBeyond(): void {
    const filled = this.#filledPages()
    this.#beyond = 0
    for (const index of this.#pages.keys()) if (BigInt(index) >= filled) this.#beyond += 1
  }

  #filledPages(): bigint {
    return this.#fill.kind === 'zero' ? 0n : (this.#filled + PAGE_SIZE - 1n) / PAGE_SIZE
  }

  /** To be written to. */
  #page(index: number): Uint8Array {
    const old = this.#pages.get(index)
    if (old && !this.#shared.has(old)) {
      this.#recent = this.#recent.filter(page => page !== old)
      return old
    }
    const page = old?.slice() ?? new Uint8Array(PAGE)
    this.#pages.set(index, page)
    if (old) return page
    this.#readFill(BigInt(index) * PAGE_SIZE, page)
    if (BigInt(index) >= this.#filledPages()) this.#beyond += 1
    return page
  }

  #filledUp(index: number, page: Uint8Array): void {
    const same = this.#recent.find(other => other[0] === page[0] && Buffer.compare(other, page) === 0)
    if (same !== undefined) {
      this.#shared.add(same)
      this.#pages.set(index, same)
    } else if (this.#recent.push(page) > LOOKED_BACK_AT) this.#recent.shift()
  }

  #readFill(offset: bigint, target: Uint8Array): void {
    const covered = this.#filled - offset
    if (this.#fill.kind === 'zero' || covered <= 0n) return
    this.#reader.read(
      this.#fill,
      offset,
      covered < BigInt(target.length) ? target.subarray(0, Number(covered)) : target,
    )
  }
}

/** Cuts a range into pages: the page, where in it the piece starts, where in the range, and how long it is. */
function eachPage(
  offset: bigint,
  length: number,
  piece: (index: number, within: number, from: number, count: number) => void,
): void {
  let index = Number(offset / PAGE_SIZE)
  let within = Number(offset % PAGE_SIZE)
  for (let from = 0; from < length; ) {
    const count = Math.min(PAGE - within, length - from)
    piece(index, within, from, count)
    from += count
    index += 1
    within = 0
  }
}
