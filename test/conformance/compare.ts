/** Holds replies against each other. */
import type { Arm } from './arm.js'
import type { Played, Playing, Reply } from './play.js'
import type { Exchange, Session } from './recording.js'
import { isError } from './request.js'
import { alikeInShape, type Shape, sameShape, shapeOf } from './shape.js'

/** Whose replies are held against whose: the first ought to be as the second. */
export type Pair = 'mockvm with recording' | 'real agent with recording' | 'mockvm with real agent'

export interface Comparison {
  readonly exchange: Exchange
  readonly sent: Buffer
  readonly expected: Reply
  readonly got: Reply
  /** `volatile`: its bytes are of the machine, and it has the shape that it should have. */
  readonly verdict: 'same' | 'volatile' | 'differs'
}

export interface SessionResult {
  readonly pair: Pair
  readonly session: Session
  /** A reason, where there was nothing to compare. */
  readonly outcome: readonly Comparison[] | string
}

export function withRecording({ arm, session, outcome }: Playing): SessionResult {
  // mockvm plays in the guest that was recorded, a real agent on whatever machine this is.
  const isAlike = arm === 'mockvm' ? sameShape : alikeInShape
  return {
    pair: PAIRS[arm],
    session,
    outcome:
      typeof outcome === 'string'
        ? outcome
        : outcome.map(played => compare(played, recordedReply(played.exchange), isAlike)),
  }
}

const PAIRS: Readonly<Record<Arm['name'], Pair>> = {
  mockvm: 'mockvm with recording',
  'real agent': 'real agent with recording',
}

/** Both of the same session. */
export function withReal(mockvm: Playing, real: Playing): SessionResult {
  const { session } = mockvm
  const pair = 'mockvm with real agent'
  if (typeof real.outcome === 'string') return { pair, session, outcome: real.outcome }
  if (typeof mockvm.outcome === 'string') return { pair, session, outcome: mockvm.outcome }
  const replies = real.outcome.map(({ reply }) => reply)
  return {
    pair,
    session,
    outcome: mockvm.outcome.map((played, at) => compare(played, replies[at] as Reply, alikeInShape)),
  }
}

function recordedReply({ recv_b64, agent_closed_connection, agent_died }: Exchange): Reply {
  return {
    bytes: Buffer.from(recv_b64, 'base64'),
    closed: (agent_closed_connection || agent_died) ?? false,
  }
}

/** Of two shapes. */
type Alike = (one: Shape, other: Shape) => boolean

function compare({ exchange, sent, reply: got }: Played, expected: Reply, isAlike: Alike): Comparison {
  return { exchange, sent, expected, got, verdict: judge(exchange, expected, got, isAlike) }
}

function judge(exchange: Exchange, expected: Reply, got: Reply, isAlike: Alike): Comparison['verdict'] {
  if (got.closed !== expected.closed) return 'differs'
  if (!isOfTheMachine(exchange, expected.bytes)) return got.bytes.equals(expected.bytes) ? 'same' : 'differs'
  const { version } = exchange
  return isAlike(shapeOf(got.bytes, version), shapeOf(expected.bytes, version)) ? 'volatile' : 'differs'
}

/** With the pid put into the request nothing in the reply is of the machine; and nothing is in an error. */
export function isOfTheMachine({ volatile, send_template }: Exchange, reply: Buffer): boolean {
  return volatile === true && send_template === undefined && !isError(reply)
}
