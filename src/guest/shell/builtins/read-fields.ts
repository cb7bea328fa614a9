/** How `read` splits a line by IFS. */
import { decodeName } from '../../files/names.js'

/** A byte of what was read; one behind a backslash separates nothing. */
export interface Character {
  readonly byte: number
  readonly isEscaped: boolean
}

const BLANKS = new Set([...' \t\n'].map(blank => blank.charCodeAt(0)))

export class Fields {
  readonly #separators: ReadonlySet<number>
  #rest: readonly Character[]

  constructor(line: readonly Character[], ifs: string) {
    this.#separators = new Set(Buffer.from(ifs))
    this.#rest = line
    this.#skipBlanks()
  }

  /** The next one. */
  take(): string {
    let end = 0
    while (end < this.#rest.length && !this.#separates(this.#rest[end])) end++
    const field = textOf(this.#rest.slice(0, end))
    this.#rest = this.#rest.slice(end)
    this.#skipSeparator()
    return field
  }

  get isEmpty(): boolean {
    return this.#rest.length === 0
  }

  /** All that is left: the last name gets it, without blanks at its end; of one field it is no more than the field. */
  takeRest(): string {
    const rest = this.#rest
    const field = this.take()
    if (this.isEmpty) return field
    let end = rest.length
    while (end > 0 && this.#isBlank(rest[end - 1])) end--
    this.#rest = []
    return textOf(rest.slice(0, end))
  }

  #skipBlanks(): void {
    let start = 0
    while (this.#isBlank(this.#rest[start])) start++
    this.#rest = this.#rest.slice(start)
  }

  /** Blanks, and one separator that is none, with blanks behind it. */
  #skipSeparator(): void {
    this.#skipBlanks()
    const [first] = this.#rest
    if (first === undefined || !this.#separates(first) || this.#isBlank(first)) return
    this.#rest = this.#rest.slice(1)
    this.#skipBlanks()
  }

  #separates(character: Character | undefined): boolean {
    return character !== undefined && !character.isEscaped && this.#separators.has(character.byte)
  }

  #isBlank(character: Character | undefined): boolean {
    return this.#separates(character) && BLANKS.has(character?.byte ?? 0)
  }
}

export function textOf(characters: readonly Character[]): string {
  return decodeName(Uint8Array.from(characters, ({ byte }) => byte))
}
