/**
 * Requests seen before. Tools send the same few lines over and over – a ping, a status – and a line that came whole,
 * between two messages, and was exactly one, means the same whenever it comes like that again.
 */
import type { Message } from './stream.js'

/** Longer lines are hardly ever sent twice. */
const MAX_LINE_BYTES = 512
const MAX_LINES = 64

export class KnownLines {
  readonly #messages = new Map<string, Message>()

  get(line: string): Message | undefined {
    return this.#messages.get(line)
  }

  set(line: string, message: Message): void {
    if (this.#messages.size >= MAX_LINES) this.#messages.clear()
    this.#messages.set(line, message)
  }
}

/** Where the line that begins at `from` ends, its line feed included; undefined for one that is incomplete or too long. */
export function lineEnd(chunk: Buffer, from: number): number | undefined {
  const end = chunk.indexOf(LINE_FEED, from)
  return end === -1 || end - from > MAX_LINE_BYTES ? undefined : end + 1
}

const LINE_FEED = 0x0a
