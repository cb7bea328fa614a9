import { GIVEN_PARAMETERS, withTexts } from '../../migration-parameters.js'
import { defineQmpCommand } from '../define.js'

export const migrateSetParameters = defineQmpCommand({
  name: 'migrate-set-parameters',
  since: '2.4',
  doc: 'Set the limits of a migration.',
  args: GIVEN_PARAMETERS,
  run: ({ qemu }, given) => qemu.migration.settings.setParameters(withTexts(given)),
})
