/** The text of a line, character by character, with more lines coming where a statement isn't finished at its end. */

export class Characters {
  readonly #more: () => string | undefined
  #text: string
  #at = 0

  /** `more` gives the next line. */
  constructor(text: string, more: () => string | undefined) {
    this.#text = text
    this.#more = more
  }

  /** '' at the end of the line. */
  get next(): string {
    return this.#text[this.#at] ?? ''
  }

  get rest(): string {
    return this.#text.slice(this.#at)
  }

  take(count = 1): string {
    const taken = this.#text.slice(this.#at, this.#at + count)
    this.#at += count
    return taken
  }

  /** What a pattern finds right here; it is taken. */
  match(pattern: RegExp): string | undefined {
    const [found] = pattern.exec(this.rest) ?? []
    if (found !== undefined) this.#at += found.length
    return found
  }

  /** Blanks and what counts like them between words. */
  skipDelimiters(): void {
    this.match(/^[ \t,;=]+/)
  }

  skipBlanks(): void {
    this.match(/^[ \t]+/)
  }

  /** Goes on with the next line; false when there is none. */
  nextLine(): boolean {
    const line = this.#more()
    if (line === undefined) return false
    this.#text = line
    this.#at = 0
    return true
  }
}
