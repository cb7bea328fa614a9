/** Replies as they go on the wire: one line of JSON, one character a byte. */
import type { CommandDefinition } from '../commands/define.js'
import type { Doubles } from '../json/dialect.js'
import type { JsonValue } from '../json/value.js'
import { writeJson } from '../json/write.js'
import type { QapiError } from '../qapi/errors.js'
import { toJson } from '../qapi/to-json.js'

/** What was asked for, of which these are the bytes; `id` counts commands. Undefined for what was no request. */
export interface Asked {
  readonly name: string
  readonly id: number
}

/** Takes a reply: one character a byte. */
export type Output = (data: string, asked: Asked | undefined) => void

const EMPTY: JsonValue = new Map()
const EMPTY_LINE = '{"return": {}}\n'
/** The sentinel byte 0xFF. */
const SENTINEL = '\u00ff'

/** What a command's result is in JSON; `{}` for one that returns nothing. */
export function resultJson(command: CommandDefinition, result: unknown): JsonValue {
  return command.returns === undefined ? EMPTY : toJson(command.returns, result)
}

/** `echo`: the member `id` of the request. */
export function successLine(
  command: CommandDefinition | undefined,
  result: JsonValue,
  doubles: Doubles,
  echo: JsonValue | undefined,
): string {
  if (result === EMPTY && echo === undefined) return EMPTY_LINE
  const id = echo === undefined ? '' : `, "id": ${writeJson(echo, doubles)}`
  return `${command?.delimited ? SENTINEL : ''}{"return": ${writeJson(result, doubles)}${id}}\n`
}

export function errorLine(error: QapiError, doubles: Doubles, echo: JsonValue | undefined): string {
  const id = echo === undefined ? '' : `"id": ${writeJson(echo, doubles)}, `
  return `{${id}"error": {"class": ${writeJson(error.class)}, "desc": ${writeJson(error.desc)}}}\n`
}
