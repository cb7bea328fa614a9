import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { MIGRATION_PARAMETERS, migrationSettings } from '../migration-settings.js'

export const queryMigrateParameters = defineQmpCommand({
  name: 'query-migrate-parameters',
  since: '2.4',
  doc: 'Tell the limits of a migration.',
  returns: q.struct('MigrationParameters', MIGRATION_PARAMETERS),
  run: ({ qemu }) => migrationSettings(qemu).parameters,
})
