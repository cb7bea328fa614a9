import type { JsonValue } from '../json/value.js'

export interface ErrorReply {
  readonly class: string
  readonly desc: string
}

/** What the agent tells of itself. */
export type AgentEvent =
  /** It begins a command. `id` counts commands from 0. `source`: it came by `vm.call` and not as bytes. */
  | {
      readonly type: 'request'
      readonly id: number
      readonly name: string
      readonly arguments: JsonValue
      readonly source?: 'call'
    }
  /** The command `id` is done. Neither `return` nor `error`: it succeeded and is one that does not answer. */
  | {
      readonly type: 'reply'
      readonly id: number
      readonly name: string
      readonly return?: JsonValue
      readonly error?: ErrorReply
    }
  /** It refused bytes that are no request. */
  | { readonly type: 'refused'; readonly error: ErrorReply }
  /** `failed`: it ended before it had begun. */
  | {
      readonly type: 'agent'
      readonly state: 'failed' | 'started' | 'stopped' | 'aborted' | 'paused' | 'resumed'
      readonly reason: string
    }
