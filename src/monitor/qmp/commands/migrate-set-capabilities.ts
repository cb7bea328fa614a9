import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { MigrationCapabilityStatus } from './query-migrate-capabilities.js'

export const migrateSetCapabilities = defineQmpCommand({
  name: 'migrate-set-capabilities',
  since: '1.2',
  doc: 'Say how a migration shall go about it.',
  args: { capabilities: q.list(MigrationCapabilityStatus) },
  run: ({ qemu }, { capabilities }) => qemu.migration.settings.setCapabilities(capabilities),
})
