/** Results as data, for programs. */
import type { SessionResult } from './compare.js'
import { countCells, sumUp } from './counts.js'
import type { Reply } from './play.js'

export function asData(results: readonly SessionResult[]) {
  return {
    sum: sumUp(results),
    cells: countCells(results),
    differences: results.flatMap(({ pair, session, outcome }) =>
      typeof outcome === 'string'
        ? []
        : outcome
            .filter(({ verdict }) => verdict === 'differs')
            .map(({ exchange: { seq, note }, sent, expected, got }) => ({
              ...{ pair, version: session.version, session: session.name, seq, note },
              sent_b64: sent.toString('base64'),
              expected: replyAsData(expected),
              got: replyAsData(got),
            })),
    ),
    notRun: results.flatMap(({ pair, session: { version, name }, outcome }) =>
      typeof outcome === 'string' ? [{ pair, version, session: name, reason: outcome }] : [],
    ),
  }
}

function replyAsData({ bytes, closed }: Reply) {
  return { b64: bytes.toString('base64'), closed }
}
