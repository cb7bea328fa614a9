/** What happens in a VM, as data. The journal, `vm.calls`, the printed time line and the JSON lines are views of it. */
import type { AgentEvent } from '../agent/events.js'
import type { ChannelEvent } from '../channel/channel.js'
import type { FaultEvent } from '../faults/faults.js'
import type { GuestChange } from '../guest/changes.js'
import type { MonitorTraceEvent, QemuTraceEvent } from '../monitor/events.js'
import type { MachineEvent } from '../monitor/machine-state.js'
import type { MigrationTraceEvent } from '../monitor/migration-events.js'

export type { ErrorReply } from '../agent/events.js'

export type TraceEvent = {
  /** Nanoseconds since the VM was created, on the guest's clock (not moved by guest-set-time). */
  readonly at: bigint
  /** Counts the events of a VM from 0. */
  readonly seq: number
} & Occurrence

export type Occurrence =
  /** The VM was created; `scenario` is the whole scenario with its parents merged in, seed included. */
  | { readonly type: 'start'; readonly mockvm: string; readonly agent: string; readonly scenario: unknown }
  /** Clients come and go, bytes pass. */
  | ChannelEvent
  | AgentEvent
  | { readonly type: 'guest'; readonly change: GuestChange }
  | MachineEvent
  | QemuTraceEvent
  | MonitorTraceEvent
  | MigrationTraceEvent
  | FaultEvent
  /**
   * Something was done to the VM: by the scenario's time line or a fault, or by whoever tests with it; then `action`
   * is what `vm.do` was given.
   */
  | { readonly type: 'action'; readonly by: 'scenario' | 'host'; readonly action?: unknown; readonly text: string }
  /** Said by a scenario or a test; `mark`: that is the moment to look at. */
  | { readonly type: 'note'; readonly text: string; readonly mark?: true }
  | { readonly type: 'stop' }
