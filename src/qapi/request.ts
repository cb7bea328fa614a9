/** What a message asks for: the checks of QMP, which the monitor and newer agents have in common, in their order. */
import { qdictEntries } from '../json/qdict.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js'
import { memberClashes, memberLacking, memberMustBe, memberUnexpected, type QapiError } from './errors.js'

export interface CommandRequest {
  readonly kind: 'command'
  readonly name: string
  readonly arguments: JsonObject
  /** The member `id` of the request, which the reply repeats. */
  readonly echo?: JsonValue | undefined
  /** It came as `exec-oob`. */
  readonly isOob?: boolean
}

export interface Refusal {
  readonly kind: 'refused'
  readonly error: QapiError
  readonly echo: JsonValue | undefined
}

export interface RequestRules {
  readonly id: 'echoed' | 'unexpected'
  /** `exec-oob` may stand in place of `execute`. */
  readonly hasOob?: boolean
}

export function refused(error: QapiError, echo?: JsonValue): Refusal {
  return { kind: 'refused', error, echo }
}

const NO_ARGUMENTS: JsonObject = new Map()

export function readCommand(request: JsonObject, { id, hasOob = false }: RequestRules): CommandRequest | Refusal {
  const echo = id === 'echoed' ? request.get('id') : undefined
  let asked: string | undefined
  // Of several bad members the first one in QDict order is told.
  for (const [name, value] of qdictEntries(request)) {
    if (name === 'execute' || (name === 'exec-oob' && hasOob)) {
      if (typeof value !== 'string') return refused(memberMustBe(name, 'a string'), echo)
      if (asked !== undefined) return refused(memberClashes(), echo)
      asked = value
    } else if (name === 'arguments') {
      if (!isJsonObject(value)) return refused(memberMustBe(name, 'an object'), echo)
    } else if (name !== 'id' || id === 'unexpected') return refused(memberUnexpected(name), echo)
  }
  if (asked === undefined) return refused(memberLacking('execute'), echo)
  const given = request.get('arguments')
  return {
    kind: 'command',
    name: asked,
    arguments: isJsonObject(given) ? given : NO_ARGUMENTS,
    echo,
    ...(request.has('exec-oob') && { isOob: true }),
  }
}
