/**
 * Requests seen before. Tools send the same few lines over and over – a ping, a status – and a line that came whole,
 * between two messages, and was exactly one, means the same whenever it comes like that again.
 */
import type { Message } from './message.js'

export interface KnownLine {
  readonly message: Message
  /** So many bytes of the line were read when the message was whole. */
  readonly end: number
}

/** Longer lines are hardly ever sent twice. */
const MAX_LINE_BYTES = 512
const MAX_LINES = 64

export class KnownLines {
  readonly #lines = new Map<string, KnownLine>()

  get(line: string): KnownLine | undefined {
    return this.#lines.get(line)
  }

  set(line: string, known: KnownLine): void {
    if (this.#lines.size >= MAX_LINES) this.#lines.clear()
    this.#lines.set(line, known)
  }
}

/** Where the line that begins at `from` ends, its line feed included; undefined for one that is incomplete or too long. */
export function lineEnd(chunk: Buffer, from: number): number | undefined {
  const end = chunk.indexOf(LINE_FEED, from)
  return end === -1 || end - from > MAX_LINE_BYTES ? undefined : end + 1
}

const LINE_FEED = 0x0a
