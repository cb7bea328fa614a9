/** Runs recordings and sums up. */
import type { Session } from './recording.js'
import { type Outcome, runSession } from './run-session.js'
import { whyNotRun } from './why-not-run.js'

export type SessionResult = { readonly session: Session } & (
  | { readonly verdict: 'not run'; readonly reason: string }
  | { readonly verdict: 'passed' | 'failed'; readonly outcomes: readonly Outcome[] }
)

export interface Counts {
  /** Exchanges compared byte for byte. */
  readonly compared: number
  /** Of those, how many differ. */
  readonly differ: number
  /** Exchanges of which only the shape could be compared, and was right. */
  readonly volatile: number
  /** Sessions. */
  readonly notRun: number
}

/** One after another, each on a machine of its own. */
export async function runSessions(sessions: readonly Session[]): Promise<SessionResult[]> {
  const results: SessionResult[] = []
  for (const session of sessions) {
    const reason = whyNotRun(session)
    if (reason !== undefined) {
      results.push({ session, verdict: 'not run', reason })
      continue
    }
    const outcomes = await runSession(session)
    const verdict = outcomes.some(outcome => outcome.verdict === 'differs') ? 'failed' : 'passed'
    results.push({ session, verdict, outcomes })
  }
  return results
}

export function count(results: readonly SessionResult[]): Counts {
  const verdicts = results.flatMap(result =>
    result.verdict === 'not run' ? [] : result.outcomes.map(outcome => outcome.verdict),
  )
  const volatile = verdicts.filter(verdict => verdict === 'volatile').length
  return {
    compared: verdicts.length - volatile,
    differ: verdicts.filter(verdict => verdict === 'differs').length,
    volatile,
    notRun: results.filter(result => result.verdict === 'not run').length,
  }
}
