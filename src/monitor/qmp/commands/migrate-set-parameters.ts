import { defineQmpCommand } from '../define.js'
import { checkParameters, MIGRATION_PARAMETERS, migrationSettings } from '../migration-settings.js'

export const migrateSetParameters = defineQmpCommand({
  name: 'migrate-set-parameters',
  since: '2.4',
  doc: 'Set the limits of a migration.',
  args: MIGRATION_PARAMETERS,
  run: ({ qemu }, given) => {
    checkParameters(given)
    Object.assign(migrationSettings(qemu).parameters, given)
  },
})
