/** From a message to a command and its arguments: the agent's checks in its order. */
import type { Behaviour } from '../commands/behaviour.js'
import type { Message } from '../json/stream.js'
import { isJsonObject, type JsonObject } from '../json/value.js'
import {
  commandDisabled,
  commandNotFound,
  invalidJson,
  invalidParameter,
  notAnObject,
  QapiError,
  unsupported,
  valueNotAccepted,
} from '../qapi/errors.js'
import { type BadEnumValue, readArguments } from '../qapi/read-arguments.js'
import { type CommandRequest, type Refusal, readCommand, refused } from '../qapi/request.js'
import type { ProfileCommand } from './versions.js'

export type Request =
  | CommandRequest
  | Refusal
  /** 2.11 sends an object with a member `error` and no `execute` back as it is. */
  | { readonly kind: 'sent back'; readonly value: JsonObject }

/** What a message asks for. */
export function readRequest(message: Message, { requests }: Behaviour): Request {
  if ('error' in message) return refused(message.error === undefined ? invalidJson() : new QapiError(message.error))
  const { value } = message
  if (requests === 'qmp') return isJsonObject(value) ? readCommand(value, { id: 'echoed' }) : refused(notAnObject())
  if (!isJsonObject(value)) return refused(invalidJson())
  if (value.has('execute')) return readCommand(value, { id: 'unexpected' })
  return value.has('error') ? { kind: 'sent back', value } : refused(unsupported())
}

/** What readCommandArguments has to know of the agent. */
export interface Commands {
  find(name: string): ProfileCommand | undefined
  isEnabled(command: ProfileCommand): boolean
  /** Whether the error about a disabled command puts it down to the frozen state. */
  isDisabledByFreeze(command: ProfileCommand): boolean
}

/** The command that is to run. Throws QapiError when it is unknown, disabled, or gets wrong arguments – in that order. */
export function readCommandArguments(
  name: string,
  given: JsonObject,
  commands: Commands,
  { disabledWording, badEnumText }: Behaviour,
): { readonly command: ProfileCommand; readonly args: never } {
  const command = commands.find(name)
  if (command === undefined) throw commandNotFound(name)
  if (!commands.isEnabled(command)) {
    throw commandDisabled(name, disabledWording, commands.isDisabledByFreeze(command))
  }
  return { command, args: readArguments(command.args, given, BAD_ENUM_VALUE[badEnumText]) as never }
}

const BAD_ENUM_VALUE: Readonly<Record<Behaviour['badEnumText'], BadEnumValue>> = {
  value: (_member, value) => invalidParameter(value),
  'member and value': valueNotAccepted,
}
