/** From a message to a command and its arguments: agent 2.11's checks in its order. */
import type { CommandDefinition } from '../commands/define.js'
import { qdictEntries } from '../json/qdict.js'
import type { Message } from '../json/stream.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js'
import {
  commandDisabled,
  commandNotFound,
  invalidJson,
  memberMustBe,
  memberUnexpected,
  QapiError,
  unsupported,
} from '../qapi/errors.js'
import { readArguments } from '../qapi/read-arguments.js'

export type Request =
  | { readonly kind: 'command'; readonly name: string; readonly arguments: JsonObject }
  /** An object with a member `error` and no `execute` is sent back as it is. */
  | { readonly kind: 'echo'; readonly value: JsonObject }

/** What a message asks for. Throws QapiError when it is no request. */
export function readRequest(message: Message): Request {
  if ('error' in message) throw message.error === undefined ? invalidJson() : new QapiError(message.error)
  if (!isJsonObject(message.value)) throw invalidJson()
  if (message.value.has('execute')) return readCommand(message.value)
  if (message.value.has('error')) return { kind: 'echo', value: message.value }
  throw unsupported()
}

const NO_ARGUMENTS: JsonObject = new Map()

function readCommand(request: JsonObject): Request {
  // Of several bad members the first one in QDict order is told; `id` is as unexpected as any other.
  for (const [name, value] of qdictEntries(request)) {
    if (name === 'execute') {
      if (typeof value !== 'string') throw memberMustBe(name, 'a string')
    } else if (name === 'arguments') {
      if (!isJsonObject(value)) throw memberMustBe(name, 'an object')
    } else throw memberUnexpected(name)
  }
  const given: JsonValue | undefined = request.get('arguments')
  return {
    kind: 'command',
    name: request.get('execute') as string,
    arguments: isJsonObject(given) ? given : NO_ARGUMENTS,
  }
}

/** The command that is to run. Throws QapiError when it is unknown, disabled, or gets wrong arguments – in that order. */
export function readCommandArguments(
  name: string,
  given: JsonObject,
  find: (name: string) => CommandDefinition | undefined,
  isEnabled: (command: CommandDefinition) => boolean,
): { readonly command: CommandDefinition; readonly args: never } {
  const command = find(name)
  if (command === undefined) throw commandNotFound(name)
  if (!isEnabled(command)) throw commandDisabled(name)
  return { command, args: readArguments(command.args, given) as never }
}
