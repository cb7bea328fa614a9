import { defineQmpCommand } from '../define.js'

export const migrateCancel = defineQmpCommand({
  name: 'migrate_cancel',
  since: '0.14',
  doc: 'Keep a guest that is leaving; without one nothing happens.',
  run: ({ qemu }) => qemu.migration.out.cancel(),
})
