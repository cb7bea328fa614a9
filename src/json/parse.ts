import { JsonStream, type Message } from './stream.js'
import type { JsonValue } from './value.js'

/** The value of one JSON text, integers exact. Throws SyntaxError when it is no single value. */
export function parseJson(text: string): JsonValue {
  const messages: Message[] = []
  const stream = new JsonStream(message => messages.push(message))
  // The line feed ends a number or keyword at the top level.
  stream.feed(Buffer.from(`${text}\n`, 'utf8'))
  const [message, ...more] = messages
  if (message === undefined) throw new SyntaxError('expected a JSON value, got an incomplete one')
  if ('error' in message)
    throw new SyntaxError(message.error ?? 'expected a JSON value, got a character that fits nowhere')
  if (more.length > 0) throw new SyntaxError('expected one JSON value, got more')
  return message.value
}
