/** What an exchange is about: a command, or what lies before any command. */
import type { Exchange, Session } from './recording.js'
import { requestOf } from './request.js'

export const WIRE = 'wire and parser'
export const DISPATCH = 'dispatch'
export const LIFE_CYCLE = 'life cycle'

/** The recordings are grouped by what stands before the colon of a session's name. */
const GROUPS: readonly (readonly [names: RegExp, subject: string])[] = [
  [/^A-/, WIRE],
  [/^B-(?:dispatch|order):/, DISPATCH],
]

/** The request never came to its command. */
const REFUSED = /"desc": "(?:The command .* has not been found|(?:The c|C)ommand \S+ has been disabled)/

export function subjectOf(session: Session, exchange: Exchange): string {
  if (outlivesAnAgentOrClient(session) || exchange.agent_closed_connection || exchange.agent_died) return LIFE_CYCLE
  const group = GROUPS.find(([names]) => names.test(session.name))
  if (group !== undefined) return group[1]
  const request = requestOf(exchange)
  if (request === undefined) return WIRE
  const isRefused = REFUSED.test(Buffer.from(exchange.recv_b64, 'base64').toString('latin1'))
  return typeof request.execute === 'string' && !isRefused ? request.execute : DISPATCH
}

function outlivesAnAgentOrClient({ setup, exchanges }: Session): boolean {
  return setup.state !== undefined || setup.frozen === true || exchanges.some(({ conn }) => conn > 0)
}

/** What is about no command first, then the commands by name. */
export function inOrder(subjects: Iterable<string>): string[] {
  const rank = (subject: string) => {
    const at = [WIRE, DISPATCH, LIFE_CYCLE].indexOf(subject)
    return at === -1 ? Number.POSITIVE_INFINITY : at
  }
  return [...new Set(subjects)].sort((a, b) => (rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(a) - rank(b)))
}
