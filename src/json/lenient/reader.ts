/**
 * The reader of agent 2.11: collects the tokens of a message and parses them when it is whole. It says nothing about a
 * bad byte or a message too large but that there was one.
 */
import type { LexerSnapshot, TokenSink } from '../lexer.js'
import type { OnMessage } from '../message.js'
import type { MessageReader } from '../message-reader.js'
import { MessageSize } from '../message-size.js'
import type { TokenBytes } from '../token-bytes.js'
import type { Token } from '../tokens.js'
import { LenientLexer } from './lexer.js'
import { parseMessage } from './parser.js'

export interface LenientSnapshot {
  readonly lexer: LexerSnapshot
  readonly tokens: readonly Token[]
}

export class LenientReader implements MessageReader<LenientSnapshot>, TokenSink {
  readonly #onMessage: OnMessage
  readonly #lexer = new LenientLexer(this)
  readonly #size = new MessageSize()
  #tokens: Token[] = []

  constructor(onMessage: OnMessage) {
    this.#onMessage = onMessage
  }

  get isBetweenMessages(): boolean {
    return this.#tokens.length === 0 && this.#lexer.isBetweenTokens
  }

  feed(chunk: Buffer): void {
    this.#lexer.feed(chunk)
  }

  passLine(): void {}

  token(token: Token, end: number): void {
    this.#tokens.push(token)
    this.#size.add(token)
    if (!this.#size.isOpen) {
      const tokens = this.#tokens
      this.#reset()
      this.#onMessage(parseMessage(tokens), end)
    } else if (this.#size.exceeded !== undefined) this.#drop(end)
  }

  lexicalError(_broken: TokenBytes, end: number): void {
    this.#drop(end)
  }

  snapshot(): LenientSnapshot {
    return { lexer: this.#lexer.snapshot(), tokens: [...this.#tokens] }
  }

  restore({ lexer, tokens }: LenientSnapshot): void {
    this.#lexer.restore(lexer)
    this.#reset()
    for (const token of tokens) this.token(token, 0)
  }

  /** Everything collected is dropped; what follows is read as a new message. */
  #drop(end: number): void {
    this.#reset()
    this.#onMessage({ error: undefined }, end)
  }

  #reset(): void {
    this.#tokens = []
    this.#size.reset()
  }
}
