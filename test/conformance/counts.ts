/** Results as numbers. */
import type { Pair, SessionResult } from './compare.js'
import type { Session } from './recording.js'
import { subjectOf } from './subject.js'

/** Of exchanges. */
export interface Counts {
  /** Byte for byte. */
  compared: number
  /** Of all, how many were not as they should be. */
  differ: number
  /** Only the shape could be compared, and was right. */
  volatile: number
  notRun: number
}

export interface Cell extends Counts {
  readonly pair: Pair
  readonly version: string
  readonly subject: string
}

/** One for each pair, version and subject that there is something of. */
export function countCells(results: readonly SessionResult[]): Cell[] {
  const cells = new Map<string, Cell>()
  const cell = (pair: Pair, version: string, subject: string): Cell => {
    const key = JSON.stringify([pair, version, subject])
    const found = cells.get(key) ?? { pair, version, subject, compared: 0, differ: 0, volatile: 0, notRun: 0 }
    cells.set(key, found)
    return found
  }
  for (const result of results) {
    for (const { exchange, verdict } of exchangesOf(result)) {
      const counts = cell(result.pair, result.session.version, subjectOf(result.session, exchange))
      if (verdict === 'not run') counts.notRun++
      else if (verdict === 'volatile') counts.volatile++
      else counts.compared++
      if (verdict === 'differs') counts.differ++
    }
  }
  return [...cells.values()]
}

function exchangesOf({ session, outcome }: SessionResult) {
  return typeof outcome === 'string'
    ? session.exchanges.map(exchange => ({ exchange, verdict: 'not run' as const }))
    : outcome
}

export interface Sum extends Omit<Counts, 'notRun'> {
  readonly sessionsNotRun: number
}

export function sumUp(results: readonly SessionResult[]): Sum {
  const verdicts = results.flatMap(({ outcome }) =>
    typeof outcome === 'string' ? [] : outcome.map(({ verdict }) => verdict),
  )
  const volatile = verdicts.filter(verdict => verdict === 'volatile').length
  return {
    compared: verdicts.length - volatile,
    differ: verdicts.filter(verdict => verdict === 'differs').length,
    volatile,
    sessionsNotRun: results.filter(({ outcome }) => typeof outcome === 'string').length,
  }
}

/** Reasons with the names of their sessions. */
export function notRunByReason(results: readonly SessionResult[]): Record<string, string[]> {
  const reasons: Record<string, string[]> = {}
  for (const { session, outcome } of results) {
    if (typeof outcome !== 'string') continue
    const names = reasons[outcome] ?? []
    names.push(session.name)
    reasons[outcome] = names
  }
  return reasons
}

/** In the order in which they come. */
export function versionsOf(sessions: readonly Session[]): string[] {
  return [...new Set(sessions.map(({ version }) => version))]
}
