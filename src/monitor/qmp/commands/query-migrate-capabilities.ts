import { q } from '../../../qapi/descriptor.js'
import { MIGRATION_CAPABILITIES } from '../../migration-capabilities.js'
import { defineQmpCommand } from '../define.js'

export const MigrationCapabilityStatus = q.struct('MigrationCapabilityStatus', {
  capability: q.enum('MigrationCapability', MIGRATION_CAPABILITIES),
  state: q.bool,
})

export const queryMigrateCapabilities = defineQmpCommand({
  name: 'query-migrate-capabilities',
  since: '1.2',
  doc: 'Tell how a migration would go about it.',
  returns: q.list(MigrationCapabilityStatus),
  run: ({ qemu: { migration } }) =>
    MIGRATION_CAPABILITIES.map(capability => ({ capability, state: migration.settings.capabilities.has(capability) })),
})
