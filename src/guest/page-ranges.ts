/** A set of pages of a file, kept as ranges: large files are read and written in one go. */

/** From the first page up to the one before `end`. */
export type PageRange = readonly [start: number, end: number]

export class PageRanges {
  /** Ascending, with gaps in between. */
  #ranges: PageRange[]

  constructor(ranges: readonly PageRange[] = []) {
    this.#ranges = [...ranges]
  }

  get all(): readonly PageRange[] {
    return this.#ranges
  }

  /** How many pages there are in all. */
  get size(): number {
    return this.#ranges.reduce((sum, [start, end]) => sum + end - start, 0)
  }

  /** The parts of a range that are not in the set. */
  missing(start: number, end: number): PageRange[] {
    const gaps: PageRange[] = []
    let at = start
    for (const [first, last] of this.#ranges) {
      if (first >= end) break
      if (first > at) gaps.push([at, first])
      if (last > at) at = last
    }
    if (at < end) gaps.push([at, end])
    return gaps
  }

  add(start: number, end: number): void {
    if (start >= end) return
    let [first, last] = [start, end]
    for (const range of this.#ranges) {
      if (range[0] > end || range[1] < start) continue
      first = Math.min(first, range[0])
      last = Math.max(last, range[1])
    }
    const before = this.#ranges.filter(range => range[1] < start)
    const after = this.#ranges.filter(range => range[0] > end)
    this.#ranges = [...before, [first, last], ...after]
  }
}
