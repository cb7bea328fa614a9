/** All state of a VM, as plain data. */
import type { AgentSnapshot } from './agent/agent.js'
import type { ChannelSnapshot } from './channel/channel.js'
import type { FaultsSnapshot } from './faults/faults.js'
import type { GuestSnapshot } from './guest/guest.js'
import type { LostChannelSnapshot } from './lost-channel.js'
import type { MachineStateSnapshot } from './monitor/machine-state.js'
import type { MigrationSnapshot } from './monitor/migration.js'
import type { RateLimitSnapshot } from './monitor/rate-limit.js'
import { documentText } from './scenario/document-text.js'
import type { ScenarioInput } from './scenario/load.js'
import type { AgendaSnapshot } from './timeline/agenda.js'
import type { TimelineSnapshot } from './timeline/timeline.js'

/** What a machine is. */
export interface MachineSnapshot {
  readonly guest: GuestSnapshot
  readonly agent: AgentSnapshot
  readonly runState: MachineStateSnapshot
  readonly migration: MigrationSnapshot
  /** Events that monitors are told later, since one like them has just been told. */
  readonly heldBack: RateLimitSnapshot
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

/** What each part has, and nothing else in its place would. */
const PARTS: Readonly<Record<keyof MachineSnapshot, string>> = {
  guest: 'files',
  agent: 'stream',
  runState: 'life',
  migration: 'settings',
  heldBack: 'length',
  channel: 'outbox',
  faults: 'rules',
  timeline: 'counts',
  agenda: 'pending',
  lostChannel: 'isDeaf',
}

/** Throws TypeError for what is no snapshot of a VM of that scenario. */
export function checkSnapshot(snapshot: VmSnapshot, document: ScenarioInput): void {
  const parts = snapshot as unknown as Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | undefined
  if (Object.entries(PARTS).some(([part, has]) => parts?.[part]?.[has] === undefined)) {
    throw new TypeError('restore: expected what vm.snapshot() gave, or a structuredClone of it')
  }
  if (snapshot.scenario === document) return
  // Two VMs of mode real differ in when they began.
  const identity = ({ clock: _, ...rest }: ScenarioInput) => documentText(rest)
  if (identity(snapshot.scenario) !== identity(document)) {
    throw new TypeError('restore: expected a snapshot of a VM with the same scenario, got one of another')
  }
}
