/** Arguments that may be JSON, of -device, -object and -blockdev. */
import { JsonStream, type Message } from '../../json/stream.js'
import { isJsonObject, type JsonObject } from '../../json/value.js'
import { QemuError } from './error.js'

/** Throws QemuError. */
export function readJsonArgument(typed: string, text: string): JsonObject {
  const messages: Message[] = []
  new JsonStream(message => messages.push(message), '5.2').feed(Buffer.from(`${text}\n`))
  const [first, second] = messages
  if (first === undefined) throw new QemuError(`${typed}: JSON parse error, premature EOI`)
  if ('error' in first) throw new QemuError(`${typed}: ${first.error}`)
  if (second !== undefined) throw new QemuError(`${typed}: Expecting at most one JSON value`)
  if (!isJsonObject(first.value)) throw new QemuError(`${typed}: expected a JSON object`)
  return first.value
}
