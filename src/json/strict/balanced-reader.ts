/**
 * The reader of agents 5.2 up to 10.x: says nothing about a fault until braces and brackets balance. A bad byte, and a
 * message too large, drop what has come of it and are told at once.
 */
import { PARSE_ERROR, parseError } from '../error-text.js'
import type { LexerSnapshot, TokenSink } from '../lexer.js'
import type { Message, OnMessage } from '../message.js'
import type { MessageReader } from '../message-reader.js'
import { MessageSize, type MessageSizeSnapshot } from '../message-size.js'
import type { TokenBytes } from '../token-bytes.js'
import type { Token } from '../tokens.js'
import { limitError, stray } from './error-texts.js'
import { StrictLexer } from './lexer.js'
import { type Grammar, ValueParser, type ValueParserSnapshot } from './value-parser.js'

const GRAMMAR: Grammar = {
  readsAnyKey: true,
  key: 'key is not a string in object',
  colon: 'missing : in object pair',
  afterMember: 'expected separator in dict',
  afterElement: 'expected separator in list',
}

export interface BalancedSnapshot {
  readonly lexer: LexerSnapshot
  readonly size: MessageSizeSnapshot
  readonly parser: ValueParserSnapshot
}

export class BalancedReader implements MessageReader<BalancedSnapshot>, TokenSink {
  readonly #onMessage: OnMessage
  readonly #lexer = new StrictLexer(this)
  readonly #size = new MessageSize()
  readonly #parser = new ValueParser(GRAMMAR)

  constructor(onMessage: OnMessage) {
    this.#onMessage = onMessage
  }

  get isBetweenMessages(): boolean {
    return !this.#size.isOpen && this.#lexer.isBetweenTokens
  }

  feed(chunk: Buffer): void {
    this.#lexer.feed(chunk)
  }

  passLine(): void {}

  token(token: Token, end: number): void {
    this.#size.add(token)
    if (this.#size.exceeded !== undefined) {
      this.#tell({ error: limitError(this.#size.exceeded) }, end)
      return
    }
    this.#parser.push(token)
    const { outcome } = this.#parser
    if (this.#size.isOpen || outcome === undefined) return
    this.#tell('fault' in outcome ? { error: parseError(outcome.fault) } : outcome, end)
  }

  lexicalError(broken: TokenBytes, end: number): void {
    this.#tell({ error: `${PARSE_ERROR}${stray(broken.until(end))}` }, end)
  }

  snapshot(): BalancedSnapshot {
    return { lexer: this.#lexer.snapshot(), size: this.#size.snapshot(), parser: this.#parser.snapshot() }
  }

  restore({ lexer, size, parser }: BalancedSnapshot): void {
    this.#lexer.restore(lexer)
    this.#size.restore(size)
    this.#parser.restore(parser)
  }

  /** All counts begin anew with a message. */
  #tell(message: Message, end: number): void {
    this.#size.reset()
    this.#parser.reset()
    this.#onMessage(message, end)
  }
}
