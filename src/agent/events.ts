import type { JsonValue } from '../json/value.js'

/** What the agent tells of itself; see TraceEvent for what each means. */
export type AgentEvent =
  | {
      readonly type: 'request'
      readonly id: number
      readonly name: string
      readonly arguments: JsonValue
      readonly source?: 'call'
    }
  | {
      readonly type: 'reply'
      readonly id: number
      readonly name: string
      readonly return?: JsonValue
      readonly error?: { readonly class: string; readonly desc: string }
    }
  | { readonly type: 'refused'; readonly error: { readonly class: string; readonly desc: string } }
  | {
      readonly type: 'agent'
      readonly state: 'started' | 'stopped' | 'aborted' | 'paused' | 'resumed'
      readonly reason: string
    }
