import type { MigrationStatus } from './migration-way.js'

/** In the trace: a guest leaves or arrives, whether or not the monitors are told of it. */
export interface MigrationTraceEvent {
  readonly type: 'migration'
  readonly way: 'out' | 'in'
  readonly status: MigrationStatus
  readonly error?: string
}
