/** What a line of the agent says. */
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js'
import { decodeExact, encodeExact } from '../trace/exact-json.js'
import { AgentError, AgentProtocolError } from './errors.js'
import type { Line } from './line-reader.js'

export interface Returned {
  readonly return: JsonValue
}

export function readReply(command: string, { text, shown }: Line): Returned | AgentError | AgentProtocolError {
  const wrong = (what: string) => new AgentProtocolError(command, what, shown.head.toString('latin1'))
  if (text === undefined) return wrong(`longer than maxReply, it has ${shown.bytes} bytes`)
  const value = parse(text)
  if (value === undefined) return wrong('not JSON')
  const members = isJsonObject(value) && value.size === 1 ? value : undefined
  const returned = members?.get('return')
  if (returned !== undefined) return { return: returned }
  const error = members?.get('error')
  return error === undefined ? wrong('no object with just a return or an error') : readError(command, error)
}

/** The words of agents for what is no JSON, which a command of ours always is. */
const COMPLAINT = /^(?:JSON parse error, |Invalid JSON syntax$)/

export function isComplaint(reply: Returned | Error): boolean {
  return reply instanceof AgentError && COMPLAINT.test(reply.desc)
}

/** The integer that a line behind 0xFF returns, which is the answer to a sync. */
export function syncedId({ text, isDelimited }: Line): bigint | undefined {
  const value = isDelimited && text !== undefined ? parse(text) : undefined
  if (!isJsonObject(value) || value.size !== 1) return undefined
  const id = value.get('return')
  return typeof id === 'bigint' ? id : undefined
}

/** Bytes that are no UTF-8 are no text of an agent's: noise, in the middle of one perhaps. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function parse(text: Buffer): JsonValue | undefined {
  try {
    return decodeExact(UTF8.decode(text))
  } catch {
    return undefined
  }
}

function readError(command: string, error: JsonValue): AgentError {
  const members: JsonObject = isJsonObject(error) ? error : new Map()
  const text = (name: string) => {
    const value = members.get(name)
    return typeof value === 'string' ? value : undefined
  }
  return new AgentError(
    command,
    text('class') ?? 'UnknownError',
    text('desc') ?? `an error without a description: ${encodeExact(error)}`,
  )
}
