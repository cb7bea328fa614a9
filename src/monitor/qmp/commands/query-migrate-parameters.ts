import { q } from '../../../qapi/descriptor.js'
import { MIGRATION_PARAMETERS } from '../../migration-parameters.js'
import { defineQmpCommand } from '../define.js'

export const queryMigrateParameters = defineQmpCommand({
  name: 'query-migrate-parameters',
  since: '2.4',
  doc: 'Tell the limits of a migration.',
  returns: q.struct('MigrationParameters', MIGRATION_PARAMETERS),
  run: ({ qemu }) => qemu.migration.settings.parameters,
})
