/** Two journals of one story, compared by what was said. */
import type { TraceEvent } from './events.js'
import { encodeEvent } from './jsonl.js'

export interface ReplayDifference {
  /** The event of the first journal that the second one has otherwise; undefined if that one only says more. */
  readonly event: TraceEvent | undefined
  /** What the first journal has there: bytes, one character each, or the outcome of a call as in a trace file. */
  readonly expected: string
  readonly got: string
}

/** What an event says; undefined if nothing that is compared. */
type Words = (event: TraceEvent) => string | undefined

/**
 * The first place where the second journal says something else than the first one: in the bytes from the agent, in the
 * outcomes of calls, which have no bytes, or in what one of QEMU's monitors said. How bytes were cut, and who took them,
 * makes no difference.
 */
export function firstDifference(
  expected: readonly TraceEvent[],
  got: readonly TraceEvent[],
): ReplayDifference | undefined {
  const ofAgent = compare(expected, got, bytes, bytes) ?? compare(expected, got, outcomes(expected), outcomes(got))
  if (ofAgent !== undefined) return ofAgent
  for (const monitor of monitorsOf([...expected, ...got])) {
    const difference = compare(expected, got, saidBy(monitor), saidBy(monitor))
    if (difference !== undefined) return difference
  }
  return undefined
}

function monitorsOf(events: readonly TraceEvent[]): ReadonlySet<string> {
  return new Set(events.flatMap(event => (event.type === 'monitor' ? [event.monitor] : [])))
}

function saidBy(monitor: string): Words {
  return event => {
    const isIts = event.type === 'monitor' && event.monitor === monitor && event.what === 'out'
    return isIts ? event.data : undefined
  }
}

function compare(
  expected: readonly TraceEvent[],
  got: readonly TraceEvent[],
  wordsOfExpected: Words,
  wordsOfGot: Words,
): ReplayDifference | undefined {
  const all = got.map(event => wordsOfGot(event) ?? '').join('')
  let at = 0
  for (const event of expected) {
    const words = wordsOfExpected(event) ?? ''
    const said = all.slice(at, at + words.length)
    if (said !== words) return { event, expected: words, got: said }
    at += words.length
  }
  return at === all.length ? undefined : { event: undefined, expected: '', got: all.slice(at) }
}

const bytes: Words = event => (event.type === 'out' ? event.data : undefined)

function outcomes(events: readonly TraceEvent[]): Words {
  const calls = new Set<number>()
  for (const event of events) if (event.type === 'request' && event.source === 'call') calls.add(event.id)
  return event => {
    if (event.type !== 'reply' || !calls.has(event.id)) return undefined
    return `${encodeEvent({ ...event, seq: 0 })}\n`
  }
}
