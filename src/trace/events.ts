/** What happens in a VM, as data. The journal, `vm.calls`, the printed time line and the JSON lines are views of it. */
import type { GuestChange } from '../guest/changes.js'
import type { JsonValue } from '../json/value.js'

export type TraceEvent = {
  /** Nanoseconds since the VM was created, on the guest's clock (not moved by guest-set-time). */
  readonly at: bigint
  /** Counts the events of a VM from 0. */
  readonly seq: number
} & Occurrence

export type Occurrence =
  /** The VM was created; `scenario` is the whole scenario with its parents merged in, seed included. */
  | { readonly type: 'start'; readonly mockvm: string; readonly agent: string; readonly scenario: unknown }
  /** A client is being served / has left. Clients count from 1; those who wait are not served yet. */
  | { readonly type: 'connect' | 'disconnect'; readonly client: number }
  /** Bytes to the agent and from it. One character a byte (latin1). Without client: nobody was attached. */
  | { readonly type: 'in' | 'out'; readonly client?: number; readonly data: string }
  /** The agent begins a command. `id` counts commands from 0. `source`: it came by `vm.call` and not as bytes. */
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
  /** The agent refused bytes that are no request. */
  | { readonly type: 'refused'; readonly error: ErrorReply }
  | { readonly type: 'guest'; readonly change: GuestChange }
  | {
      readonly type: 'agent'
      readonly state: 'started' | 'stopped' | 'aborted' | 'paused' | 'resumed'
      readonly reason: string
    }
  | { readonly type: 'stop' }

export interface ErrorReply {
  readonly class: string
  readonly desc: string
}
