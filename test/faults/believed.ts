/** What clients believe, held against what the agent said: the journal knows which answer belongs to what. */
import { isDeepStrictEqual } from 'node:util'
import { AgentError } from '../../src/client/index.js'
import { typedResult } from '../../src/client/typed-result.js'
import { toPlain } from '../../src/json/plain.js'
import { isJsonObject } from '../../src/json/value.js'
import { writeJson } from '../../src/json/write.js'
import { looseJson } from '../../src/qapi/to-json.js'
import type { TraceEvent } from '../../src/trace/events.js'
import type { Asked } from './sequences.js'

export type Outcome = { readonly value: unknown } | { readonly error: unknown }

type Reply = Extract<TraceEvent, { type: 'reply' }>
type Refused = Extract<TraceEvent, { type: 'refused' }>

/** What the agent did in the events of one call. */
interface Said {
  /** Answers to that command with those arguments. */
  readonly replies: readonly Reply[]
  /** Answers to bytes that were no request: what a fault has made of it. */
  readonly refused: readonly Refused[]
}

/**
 * What the agent said to a command from the sync of that call on, up to the sync of another.
 *
 * @param syncs Ids of all the syncs that the client sent.
 */
export function saidTo(
  { name, args }: Asked,
  syncId: bigint,
  syncs: ReadonlySet<bigint>,
  events: readonly TraceEvent[],
): Said {
  const wanted = toPlain(looseJson(args ?? {}))
  const ids = new Set<number>()
  const replies: Reply[] = []
  const refused: Refused[] = []
  let isOurs = false
  for (const event of events) {
    if (event.type === 'request') {
      const id =
        event.name === 'guest-sync-delimited' && isJsonObject(event.arguments) ? event.arguments.get('id') : undefined
      if (typeof id === 'bigint' && syncs.has(id)) isOurs = id === syncId
      else if (isOurs && event.name === name && isDeepStrictEqual(toPlain(event.arguments), wanted)) ids.add(event.id)
    } else if (event.type === 'reply' && ids.has(event.id)) replies.push(event)
    else if (event.type === 'refused' && isOurs) refused.push(event)
  }
  return { replies, refused }
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
export function isTrue(outcome: Outcome, name: string, { replies, refused }: Said): boolean {
  if ('value' in outcome) {
    return replies.some(it => it.return !== undefined && isDeepStrictEqual(typedResult(name, it.return), outcome.value))
  }
  const { error } = outcome
  if (!(error instanceof AgentError)) return true
  return [...replies, ...refused].some(it => it.error?.class === error.class && it.error.desc === error.desc)
}
