/**
 * A stream of bytes to messages, as the agent's parser does it: messages may follow each other without a separator and
 * be cut anywhere. Half a message stays until the rest comes, from whomever.
 */

import { KnownLines, lineEnd } from './known-lines.js'
import { Lexer, type LexerSnapshot, MAX_TOKEN_BYTES, type TokenSink } from './lexer.js'
import { parseMessage } from './parser.js'
import type { Token } from './tokens.js'
import type { JsonValue } from './value.js'

/** `error` is the text of the reply; undefined where the agent found nothing to parse and has no text for it. */
export type Message = { readonly value: JsonValue } | { readonly error: string | undefined }

export const MAX_NESTING = 1024
export const MAX_TOKENS = 1 << 21

/** Half a message, as plain data. */
export interface StreamSnapshot {
  readonly lexer: LexerSnapshot
  readonly tokens: readonly Token[]
}

/** `end`: so many bytes of the chunk were read when the message was whole. A number needs the byte behind it. */
type OnMessage = (message: Message, end: number) => void

export class JsonStream implements TokenSink {
  readonly #onMessage: OnMessage
  readonly #lexer = new Lexer(this)
  readonly #knownLines = new KnownLines()
  #count = 0
  #last: Message = { error: undefined }
  #lastEnd = 0
  /** Where in the chunk that begins which the lexer has got. */
  #offset = 0
  #tokens: Token[] = []
  #size = 0
  #braces = 0
  #brackets = 0

  constructor(onMessage: OnMessage) {
    this.#onMessage = onMessage
  }

  feed(chunk: Buffer): void {
    let from = 0
    while (this.#isBetweenMessages) {
      const end = lineEnd(chunk, from)
      if (end === undefined) break
      this.#offset = from
      this.#feedLine(chunk.subarray(from, end), chunk.toString('latin1', from, end))
      from = end
    }
    this.#offset = from
    if (from < chunk.length) this.#lexer.feed(from === 0 ? chunk : chunk.subarray(from))
  }

  #feedLine(bytes: Buffer, line: string): void {
    const known = this.#knownLines.get(line)
    if (known !== undefined) {
      this.#onMessage(known.message, this.#offset + known.end)
      return
    }
    const before = this.#count
    this.#lexer.feed(bytes)
    if (this.#count === before + 1 && this.#isBetweenMessages) {
      this.#knownLines.set(line, { message: this.#last, end: this.#lastEnd })
    }
  }

  get #isBetweenMessages(): boolean {
    return this.#tokens.length === 0 && this.#lexer.isBetweenTokens
  }

  token(token: Token, end: number): void {
    if (token.type === '{') this.#braces++
    else if (token.type === '}') this.#braces--
    else if (token.type === '[') this.#brackets++
    else if (token.type === ']') this.#brackets--
    this.#tokens.push(token)
    this.#size += token.size
    if (this.#isComplete()) {
      const tokens = this.#tokens
      this.#reset()
      this.#tell(parseMessage(tokens), end)
    } else if (this.#isTooLarge()) this.lexicalError(end)
  }

  /** Everything collected is dropped; what follows is read as a new message. */
  lexicalError(end: number): void {
    this.#reset()
    this.#tell({ error: undefined }, end)
  }

  #tell(message: Message, end: number): void {
    this.#count++
    this.#last = message
    this.#lastEnd = end
    this.#onMessage(message, this.#offset + end)
  }

  snapshot(): StreamSnapshot {
    return { lexer: this.#lexer.snapshot(), tokens: [...this.#tokens] }
  }

  restore(snapshot: StreamSnapshot): void {
    this.#lexer.restore(snapshot.lexer)
    this.#reset()
    for (const token of snapshot.tokens) this.token(token, 0)
  }

  // Braces and brackets are counted apart: `{]` is a complete, if bad, message, and `{"a":[}` waits for its bracket.
  #isComplete(): boolean {
    return this.#braces < 0 || this.#brackets < 0 || (this.#braces === 0 && this.#brackets === 0)
  }

  #isTooLarge(): boolean {
    return (
      this.#size >= MAX_TOKEN_BYTES || this.#tokens.length > MAX_TOKENS || this.#braces + this.#brackets > MAX_NESTING
    )
  }

  #reset(): void {
    this.#tokens = []
    this.#size = 0
    this.#braces = 0
    this.#brackets = 0
  }
}
