import type { LexerSnapshot } from './lexer.js'

/** Makes messages of bytes the way one dialect does. */
export interface MessageReader<Snapshot extends ReaderSnapshot = ReaderSnapshot> {
  /** Nothing is half read. */
  readonly isBetweenMessages: boolean
  feed(chunk: Buffer): void
  /** A line that comes whole between two messages was read otherwise. */
  passLine(): void
  /** What is half read, as plain data. Between two chunks only. */
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
}

export interface ReaderSnapshot {
  readonly lexer: LexerSnapshot
}
