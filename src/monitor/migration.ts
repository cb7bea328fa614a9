/** Live migration: a guest leaves this QEMU for another one, or arrives from one. How far it has come, and who is told. */
import { IncomingMigration, type IncomingSnapshot } from './incoming-migration.js'
import { MigrationSettings, type MigrationSettingsSnapshot } from './migration-settings.js'
import type { MigrationOptions } from './migration-way.js'
import { type MigrationProgress, OutgoingMigration } from './outgoing-migration.js'

export interface MigrationSnapshot {
  readonly settings: MigrationSettingsSnapshot
  readonly progress: MigrationProgress
  readonly incoming: IncomingSnapshot
}

export class Migration {
  readonly settings = new MigrationSettings()
  readonly out: OutgoingMigration
  readonly in: IncomingMigration

  constructor(options: MigrationOptions) {
    const way = { ...options, hasEvents: () => this.settings.capabilities.has('events') }
    this.out = new OutgoingMigration(way)
    this.in = new IncomingMigration(way)
  }

  /** What was on its way is no longer: QEMU has ended, or the VM was put back to a snapshot. */
  drop(): void {
    this.out.drop()
    this.in.drop()
  }

  snapshot(): MigrationSnapshot {
    return { settings: this.settings.snapshot(), progress: this.out.snapshot(), incoming: this.in.snapshot() }
  }

  /** The run state has been put back already. */
  restore({ settings, progress, incoming }: MigrationSnapshot): void {
    this.drop()
    this.settings.restore(settings)
    this.out.restore(progress)
    this.in.restore(incoming)
  }
}
