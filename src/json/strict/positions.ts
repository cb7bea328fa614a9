/**
 * Lines and columns over every byte that ever came, both from 1. Every byte moves one column on, LF to the next line.
 * What is said to be wrong is said to be where the lexer last came to rest, which may be one byte too far.
 */

export interface Position {
  readonly line: number
  readonly column: number
}

export interface PositionsSnapshot {
  readonly next: Position
  readonly rest: Position
}

export class Positions {
  /** Where the lexer came to rest before this chunk. */
  #rest: Position = { line: 1, column: 1 }
  #chunk: Buffer = NOTHING
  /** The position behind so many bytes of the chunk, and where from there the next line feed is. */
  #counted = 0
  #line = 1
  #column = 1
  #lineFeed = Number.POSITIVE_INFINITY

  beginChunk(chunk: Buffer): void {
    this.#chunk = chunk
    this.#counted = 0
    this.#findLineFeed()
  }

  endChunk(restedAt: number): void {
    this.#rest = this.restAt(restedAt)
    this.#countTo(this.#chunk.length)
    this.#chunk = NOTHING
  }

  /** The position behind so many bytes of the chunk, which must not become fewer; 0: in an earlier chunk. */
  restAt(bytes: number): Position {
    if (bytes === 0) return this.#rest
    this.#countTo(bytes)
    return { line: this.#line, column: this.#column }
  }

  /** Between chunks. The line was read to its end, where the lexer came to rest. */
  passLine(): void {
    this.#line++
    this.#column = 1
    this.#rest = { line: this.#line, column: 1 }
  }

  snapshot(): PositionsSnapshot {
    return { next: { line: this.#line, column: this.#column }, rest: this.#rest }
  }

  restore({ next, rest }: PositionsSnapshot): void {
    this.#line = next.line
    this.#column = next.column
    this.#rest = rest
  }

  #countTo(bytes: number): void {
    while (this.#lineFeed < bytes) {
      this.#line++
      this.#column = 1
      this.#counted = this.#lineFeed + 1
      this.#findLineFeed()
    }
    this.#column += bytes - this.#counted
    this.#counted = bytes
  }

  #findLineFeed(): void {
    const at = this.#chunk.indexOf(LINE_FEED, this.#counted)
    this.#lineFeed = at === -1 ? Number.POSITIVE_INFINITY : at
  }
}

const LINE_FEED = 0x0a
const NOTHING = Buffer.alloc(0)
