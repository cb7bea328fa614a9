/** What clients believe, held against what the agent said: the journal knows which answer belongs to what. */
import { isDeepStrictEqual } from 'node:util'
import { AgentError } from '../../src/client/index.js'
import { typedResult } from '../../src/client/typed-result.js'
import { findCommand } from '../../src/commands/registry.js'
import { toPlain } from '../../src/json/plain.js'
import { isJsonObject } from '../../src/json/value.js'
import { writeJson } from '../../src/json/write.js'
import { looseJson } from '../../src/qapi/to-json.js'
import type { TraceEvent } from '../../src/trace/events.js'
import { type Asked, ON_REQUESTS } from './sequences.js'

export type Outcome = { readonly value: unknown } | { readonly error: unknown }

type Reply = Extract<TraceEvent, { type: 'reply' }>
type Refused = Extract<TraceEvent, { type: 'refused' }>

/** A sync as the client sent it, and how much had happened by then. */
export interface Sent {
  readonly syncId: bigint
  readonly from: number
}

/** What the agent did while one call was waited for. */
interface Said {
  /** Answers to that command with those arguments. */
  readonly replies: readonly Reply[]
  /** Answers to bytes that were no request, if what was sent did not come as it was. */
  readonly refused: readonly Refused[]
  /** A rule fired, or something was done to the VM: an answer may be late, or lost. */
  readonly isDisturbed: boolean
}

/**
 * What the agent said to a command from the sync of that call on, up to when the next one was sent.
 *
 * @param sent All that the client has sent.
 */
export function saidTo(
  { name, args }: Asked,
  index: number,
  sent: readonly Sent[],
  events: readonly TraceEvent[],
): Said {
  const wanted = toPlain(looseJson(args ?? {}))
  const syncs = new Set(sent.map(({ syncId }) => syncId))
  const syncId = sent[index]?.syncId
  const ids = new Set<number>()
  const replies: Reply[] = []
  const refused: Refused[] = []
  let isOurs = false
  let isMangled = false
  let isDisturbed = false
  for (const event of events.slice(sent[index]?.from, sent[index + 1]?.from)) {
    if (mangles(event)) isMangled = true
    if (['fault', 'action', 'agent', 'lost', 'vm', 'disconnect'].includes(event.type)) isDisturbed = true
    if (event.type === 'request') {
      const id =
        event.name === 'guest-sync-delimited' && isJsonObject(event.arguments) ? event.arguments.get('id') : undefined
      if (typeof id === 'bigint' && syncs.has(id)) isOurs = id === syncId
      else if (isOurs && event.name === name && isDeepStrictEqual(toPlain(event.arguments), wanted)) ids.add(event.id)
    } else if (event.type === 'reply' && ids.has(event.id)) replies.push(event)
    else if (event.type === 'refused' && isOurs) refused.push(event)
  }
  return { replies, refused: isMangled ? refused : [], isDisturbed }
}

/** Less or other bytes than were sent come to the agent, or another agent gets the rest of them. */
function mangles(event: TraceEvent): boolean {
  if (event.type === 'fault') return event.rule.startsWith(ON_REQUESTS)
  return event.type === 'lost' || event.type === 'agent'
}

/** Whether the agent has ever said that to that command, as JSON.parse() reads it. */
export function wasSaidTo({ name, args }: Asked, value: unknown, events: readonly TraceEvent[]): boolean {
  const wanted = toPlain(looseJson(args ?? {}))
  const ids = new Set<number>()
  for (const event of events) {
    if (event.type === 'request' && event.name === name && isDeepStrictEqual(toPlain(event.arguments), wanted)) {
      ids.add(event.id)
    } else if (event.type === 'reply' && ids.has(event.id) && event.return !== undefined) {
      if (isDeepStrictEqual(JSON.parse(writeJson(event.return)), value)) return true
    }
  }
  return false
}

/** Whether that is what the agent said, and nothing else. */
export function isTrue(outcome: Outcome, name: string, { replies, refused, isDisturbed }: Said): boolean {
  const isSilent = findCommand(name)?.successResponse === false
  if (isSilent && 'value' in outcome) {
    // No failure was heard: there was none, or something kept it from being heard in time.
    return outcome.value === undefined && (isDisturbed || !replies.some(it => it.error !== undefined))
  }
  if ('value' in outcome) {
    return replies.some(it => it.return !== undefined && isDeepStrictEqual(typedResult(name, it.return), outcome.value))
  }
  const { error } = outcome
  if (!(error instanceof AgentError)) return true
  return [...replies, ...refused].some(it => it.error?.class === error.class && it.error.desc === error.desc)
}
