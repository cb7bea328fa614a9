import type { Syntax } from '../../src/json/dialect.js'
import { JsonStream } from '../../src/json/stream.js'
import { writeJson } from '../../src/json/write.js'

/** What the parser of 2.11 makes of bytes (a string is latin1, one character a byte): JSON again, or the text of an error. */
export function read(...chunks: readonly (Buffer | string)[]): string[] {
  return readAs('2.11', ...chunks)
}

export function readAs(syntax: Syntax, ...chunks: readonly (Buffer | string)[]): string[] {
  const seen: string[] = []
  const stream = new JsonStream(message => {
    seen.push('value' in message ? writeJson(message.value, 'g') : (message.error ?? NO_TEXT))
  }, syntax)
  for (const chunk of chunks) stream.feed(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk)
  return seen
}

/** What the reply says where the parser has no text. */
export const NO_TEXT = 'Invalid JSON syntax'
