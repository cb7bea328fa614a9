/**
 * The elements of an indexed array, ascending by index. Loops add one after the other, from either end, and ask for the
 * last one: none of that looks at all of them. They are put in order when somebody goes through them.
 */
export class Elements extends Map<number, string> {
  #last = -1
  #isInOrder = true

  static from(pairs: Iterable<readonly [index: number, text: string]>): Elements {
    const elements = new Elements()
    for (const [index, text] of pairs) elements.set(index, text)
    return elements
  }

  /** What a plain variable becomes. */
  static ofText(text: string | undefined): Elements {
    return Elements.from(text === undefined ? [] : [[0, text]])
  }

  /** The highest index; -1 of an empty array. */
  get last(): number {
    return this.#last
  }

  override set(index: number, text: string): this {
    if (index > this.#last) this.#last = index
    else if (!this.has(index)) this.#isInOrder = false
    return super.set(index, text)
  }

  override delete(index: number): boolean {
    const isThere = super.delete(index)
    if (index !== this.#last) return isThere
    // Most arrays have no gaps.
    if (this.has(index - 1)) this.#last = index - 1
    else this.#last = [...this.keys()].at(-1) ?? -1
    return isThere
  }

  override clear(): void {
    super.clear()
    this.#last = -1
    this.#isInOrder = true
  }

  override keys(): MapIterator<number> {
    this.#putInOrder()
    return super.keys()
  }

  override values(): MapIterator<string> {
    this.#putInOrder()
    return super.values()
  }

  override entries(): MapIterator<[number, string]> {
    this.#putInOrder()
    return super.entries()
  }

  override [Symbol.iterator](): MapIterator<[number, string]> {
    return this.entries()
  }

  override forEach(visit: (text: string, index: number, all: Map<number, string>) => void): void {
    this.#putInOrder()
    super.forEach(visit)
  }

  #putInOrder(): void {
    if (this.#isInOrder) return
    const pairs = [...super.entries()].sort(([a], [b]) => a - b)
    this.clear()
    for (const [index, text] of pairs) this.set(index, text)
  }
}
