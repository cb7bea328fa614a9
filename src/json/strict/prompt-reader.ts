/**
 * The reader of agent 11.1: tells a fault at the token that is one, with its position, and is mute from there until the
 * message has ended. A bad byte ends message and muteness.
 */
import { parseError } from '../error-text.js'
import type { LexerSnapshot, TokenSink } from '../lexer.js'
import type { Message, OnMessage } from '../message.js'
import type { MessageReader } from '../message-reader.js'
import { MessageSize, type MessageSizeSnapshot } from '../message-size.js'
import type { TokenBytes } from '../token-bytes.js'
import type { Token } from '../tokens.js'
import { limitError, stray } from './error-texts.js'
import { StrictLexer } from './lexer.js'
import { Positions, type PositionsSnapshot } from './positions.js'
import { type Grammar, ValueParser, type ValueParserSnapshot } from './value-parser.js'

const GRAMMAR: Grammar = {
  readsAnyKey: false,
  key: 'expecting key',
  colon: "expecting ':'",
  afterMember: "expected ',' or '}'",
  afterElement: "expected ',' or ']'",
}

export interface PromptSnapshot {
  readonly lexer: LexerSnapshot
  readonly size: MessageSizeSnapshot
  readonly parser: ValueParserSnapshot
  readonly positions: PositionsSnapshot
  readonly isMute: boolean
}

export class PromptReader implements MessageReader<PromptSnapshot>, TokenSink {
  readonly #onMessage: OnMessage
  readonly #lexer = new StrictLexer(this)
  readonly #size = new MessageSize()
  readonly #parser = new ValueParser(GRAMMAR)
  readonly #positions = new Positions()
  #isMute = false

  constructor(onMessage: OnMessage) {
    this.#onMessage = onMessage
  }

  get isBetweenMessages(): boolean {
    return !this.#size.isOpen && this.#lexer.isBetweenTokens
  }

  feed(chunk: Buffer): void {
    this.#positions.beginChunk(chunk)
    this.#lexer.feed(chunk)
    this.#positions.endChunk(this.#lexer.restedAt)
  }

  passLine(): void {
    this.#positions.passLine()
  }

  token(token: Token, end: number): void {
    this.#size.add(token)
    const message = this.#isMute ? undefined : this.#read(token)
    this.#isMute ||= message !== undefined
    if (!this.#size.isOpen) this.#endMessage()
    if (message !== undefined) this.#onMessage(message, end)
  }

  lexicalError(broken: TokenBytes, end: number): void {
    const wasMute = this.#isMute
    this.#endMessage()
    if (!wasMute) this.#onMessage({ error: this.#faultHere(stray(broken.until(end))) }, end)
  }

  snapshot(): PromptSnapshot {
    return {
      lexer: this.#lexer.snapshot(),
      size: this.#size.snapshot(),
      parser: this.#parser.snapshot(),
      positions: this.#positions.snapshot(),
      isMute: this.#isMute,
    }
  }

  restore({ lexer, size, parser, positions, isMute }: PromptSnapshot): void {
    this.#lexer.restore(lexer)
    this.#size.restore(size)
    this.#parser.restore(parser)
    this.#positions.restore(positions)
    this.#isMute = isMute
  }

  #read(token: Token): Message | undefined {
    const limit = this.#size.exceeded
    if (limit !== undefined) return { error: limitError(limit) }
    this.#parser.push(token)
    const { outcome } = this.#parser
    return outcome !== undefined && 'fault' in outcome ? { error: this.#faultHere(outcome.fault) } : outcome
  }

  #faultHere(fault: string): string {
    const { line, column } = this.#positions.restAt(this.#lexer.restedAt)
    return `${line}:${column}: ${parseError(fault)}`
  }

  #endMessage(): void {
    this.#size.reset()
    this.#parser.reset()
    this.#isMute = false
  }
}
