/** A place in a script of sed, from which it is read on. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError'
}

export class Cursor {
  readonly script: string
  /** "-e expression #1" */
  readonly #where: string
  #at = 0

  constructor(script: string, where: string) {
    this.script = script
    this.#where = where
  }

  get isAtEnd(): boolean {
    return this.#at >= this.script.length
  }

  /** The next character; empty at the end. */
  get character(): string {
    return this.script.charAt(this.#at)
  }

  next(): string {
    const { character } = this
    this.#at++
    return character
  }

  /** What matches here, which `expression` must be bound to; empty where nothing does. */
  takes(expression: RegExp): string {
    const found = expression.exec(this.script.slice(this.#at))?.[0] ?? ''
    this.#at += found.length
    return found
  }

  isBefore(expression: RegExp): boolean {
    return expression.test(this.script.slice(this.#at))
  }

  skipBlanks(): void {
    this.takes(/^[ \t]+/)
  }

  /** Up to one of those characters. */
  until(characters: RegExp): string {
    const start = this.#at
    while (!this.isAtEnd && !characters.test(this.character)) this.#at++
    return this.script.slice(start, this.#at)
  }

  /** Nothing more may follow a command. */
  end(complaint = 'extra characters after command'): void {
    this.skipBlanks()
    if (this.isAtEnd || /[\n;}#]/.test(this.character)) return
    this.#at++
    this.fail(complaint)
  }

  fail(message: string): never {
    throw new ScriptError(`${this.#where}, char ${this.#at}: ${message}`)
  }

  /** The character that follows had been read when that was seen. */
  failAfter(message: string): never {
    if (!this.isAtEnd) this.#at++
    return this.fail(message)
  }

  /** Up to the delimiter, which a backslash makes an ordinary character. */
  delimited(delimiter: string, complaint: string, isPattern = true): string {
    let text = ''
    while (!this.isAtEnd) {
      const character = this.next()
      if (character === delimiter) return text
      if (character === '\n' && isPattern) break
      if (character === '\\') text += escaped(this.next(), delimiter, isPattern)
      else text += character + (character === '[' && isPattern ? this.takes(REST_OF_SET) : '')
    }
    this.#at = Math.min(this.#at, this.script.length)
    return this.fail(complaint)
  }
}

/** In a set a delimiter is a character like others. */
const REST_OF_SET = /^\^?\]?(?:\[:\w+:\]|[^\]\n])*\]/

/** A delimiter without its backslash may be as special as it is; an & that is put is none that stands for the match. */
function escaped(character: string, delimiter: string, isPattern: boolean): string {
  return character !== delimiter || (character === '&' && !isPattern) ? `\\${character}` : character
}
