/** What a migration from here and one to here have in common. */
import type { Clock } from '../guest/clock.js'
import type { QemuEvent } from './events.js'
import type { MigrationTraceEvent } from './migration-events.js'
import type { MigrationTransport } from './migration-transport.js'
import type { QemuConfig } from './qemu-config.js'
import type { RunState } from './run-state.js'

export type MigrationStatus = 'none' | 'setup' | 'active' | 'completed' | 'failed' | 'cancelling' | 'cancelled'

export interface MigrationOptions {
  readonly config: QemuConfig
  readonly clock: Clock
  readonly runState: RunState
  readonly transport: MigrationTransport
  /** For the monitors. */
  tell(event: QemuEvent): void
  /** For the trace. */
  emit(event: MigrationTraceEvent): void
  /** Whether all of the guest can be taken along now: nothing of it is in the middle of a command. */
  isIdle(): boolean
  /** All of a guest that stands still, as plain data. */
  depart(): unknown
  /** Takes over what `depart` gave there; `completed` is called before the guest does anything. Throws for other things. */
  arrive(state: unknown, completed: () => void): void
}

/** Each way has these, and whether clients want to hear how it goes. */
export interface WayOptions extends MigrationOptions {
  hasEvents(): boolean
}
