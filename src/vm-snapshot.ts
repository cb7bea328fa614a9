/** All state of a VM, as plain data. */
import type { AgentSnapshot } from './agent/agent.js'
import type { ChannelSnapshot } from './channel/channel.js'
import type { FaultsSnapshot } from './faults/faults.js'
import type { GuestSnapshot } from './guest/guest.js'
import type { LostChannelSnapshot } from './lost-channel.js'
import type { RunStateSnapshot } from './monitor/run-state.js'
import { documentText } from './scenario/document-text.js'
import type { ScenarioInput } from './scenario/load.js'
import type { AgendaSnapshot } from './timeline/agenda.js'
import type { TimelineSnapshot } from './timeline/timeline.js'

/** What a machine is. */
export interface MachineSnapshot {
  readonly guest: GuestSnapshot
  readonly agent: AgentSnapshot
  readonly runState: RunStateSnapshot
  /** Bytes between the agent and whoever comes. */
  readonly channel: ChannelSnapshot
  /** Rules, their counts, and what they hold back. */
  readonly faults: FaultsSnapshot
  readonly timeline: TimelineSnapshot
  /** What is still to be done. */
  readonly agenda: AgendaSnapshot
  readonly lostChannel: LostChannelSnapshot
}

/** `structuredClone` copies it. Connections and past events are not state. */
export interface VmSnapshot extends MachineSnapshot {
  /** Of which scenario: a snapshot goes back into a VM of the same one only. */
  readonly scenario: ScenarioInput
}

/** Throws TypeError for what is no snapshot of a VM of that scenario. */
export function checkSnapshot(snapshot: VmSnapshot, document: ScenarioInput): void {
  const parts = [snapshot?.guest?.files, snapshot?.agent?.stream, snapshot?.channel, snapshot?.faults, snapshot?.agenda]
  if (parts.some(part => part === undefined)) {
    throw new TypeError('restore: expected what vm.snapshot() gave, or a structuredClone of it')
  }
  // Two VMs of mode real differ in when they began.
  const identity = ({ clock: _, ...rest }: ScenarioInput) => documentText(rest)
  if (identity(snapshot.scenario) !== identity(document)) {
    throw new TypeError('restore: expected a snapshot of a VM with the same scenario, got one of another')
  }
}
