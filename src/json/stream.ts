/**
 * A stream of bytes to messages, as the agent's parser does it: messages may follow each other without a separator and
 * be cut anywhere. Half a message stays until the rest comes, from whomever.
 */
import type { Syntax } from './dialect.js'
import { type KnownLine, KnownLines, lineEnd } from './known-lines.js'
import { LenientReader, type LenientSnapshot } from './lenient/reader.js'
import type { Message, OnMessage } from './message.js'
import type { MessageReader } from './message-reader.js'
import { BalancedReader, type BalancedSnapshot } from './strict/balanced-reader.js'
import { PromptReader, type PromptSnapshot } from './strict/prompt-reader.js'

export type { Message } from './message.js'

/** Half a message and, where the dialect tells positions, the position; as plain data. */
export type StreamSnapshot = LenientSnapshot | BalancedSnapshot | PromptSnapshot

const READERS: { readonly [syntax in Syntax]: new (onMessage: OnMessage) => MessageReader } = {
  '2.11': LenientReader,
  '5.2': BalancedReader,
  '11.1': PromptReader,
}

export class JsonStream {
  readonly #onMessage: OnMessage
  readonly #reader: MessageReader
  readonly #knownLines = new KnownLines()
  /** Of the line that is being read: how many messages it was, and the first one. */
  #told = 0
  #first: KnownLine | undefined
  #isInLine = false
  /** Where in the chunk that begins which the reader has got. */
  #offset = 0

  constructor(onMessage: OnMessage, syntax: Syntax = '2.11') {
    this.#onMessage = onMessage
    this.#reader = new READERS[syntax]((message, end) => this.#tell(message, end))
  }

  feed(chunk: Buffer): void {
    let from = 0
    while (this.#reader.isBetweenMessages) {
      const end = lineEnd(chunk, from)
      if (end === undefined) break
      this.#offset = from
      this.#feedLine(chunk.subarray(from, end), chunk.toString('latin1', from, end))
      from = end
    }
    this.#offset = from
    if (from < chunk.length) this.#reader.feed(from === 0 ? chunk : chunk.subarray(from))
  }

  snapshot(): StreamSnapshot {
    return this.#reader.snapshot() as StreamSnapshot
  }

  /** `snapshot`: of a stream with the same syntax. */
  restore(snapshot: StreamSnapshot): void {
    this.#reader.restore(snapshot)
  }

  #feedLine(bytes: Buffer, line: string): void {
    const known = this.#knownLines.get(line)
    if (known !== undefined) {
      this.#reader.passLine()
      this.#onMessage(known.message, this.#offset + known.end)
      return
    }
    this.#told = 0
    this.#isInLine = true
    this.#reader.feed(bytes)
    this.#isInLine = false
    const first = this.#first
    this.#first = undefined
    // The text of an error may tell where the line stood.
    if (first !== undefined && this.#told === 1 && 'value' in first.message && this.#reader.isBetweenMessages) {
      this.#knownLines.set(line, first)
    }
  }

  #tell(message: Message, end: number): void {
    if (this.#isInLine && this.#told++ === 0) this.#first = { message, end }
    this.#onMessage(message, this.#offset + end)
  }
}
