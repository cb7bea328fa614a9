/** The words of an awk program one after the other. */
import { AwkError, type Token } from './lexer.js'

export class Tokens {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get token(): Token {
    return this.ahead(0)
  }

  ahead(count: number): Token {
    return this.#tokens[this.#at + count] ?? { kind: 'end', text: 'end of file', line: 0 }
  }

  next(): Token {
    const { token } = this
    this.#at++
    return token
  }

  /** A mark or a word of the language. */
  is(text: string): boolean {
    const { kind } = this.token
    return (kind === 'mark' || kind === 'word') && this.token.text === text
  }

  takes(text: string): boolean {
    if (!this.is(text)) return false
    this.#at++
    return true
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.unexpected(this.token)
  }

  newlines(): void {
    while (this.token.kind === 'newline') this.#at++
  }

  /** What stands between statements. */
  separators(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.#at++
  }

  /** What stands between statements goes where that is what follows; otherwise nothing has been read. */
  takesAfterSeparators(text: string): boolean {
    const before = this.#at
    this.separators()
    if (this.takes(text)) return true
    this.#at = before
    return false
  }

  /** Of a statement. */
  get isEnd(): boolean {
    const { kind, text } = this.token
    return kind === 'newline' || kind === 'end' || (kind === 'mark' && (text === ';' || text === '}'))
  }

  unexpected(token: Token): AwkError {
    const shown = token.kind === 'end' ? 'end of file' : token.text
    return this.fail(`syntax error at or near ${shown}`)
  }

  fail(message: string): AwkError {
    const { line, kind } = this.token
    return new AwkError(`line ${kind === 'end' ? line + 1 : line}: ${message}`)
  }
}
