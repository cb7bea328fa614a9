import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

export const migrateIncoming = defineQmpCommand({
  name: 'migrate-incoming',
  since: '2.3',
  doc: 'Await a guest there, where QEMU was started with -incoming defer.',
  args: { uri: q.doc('unix:PATH or tcp:HOST:PORT.', q.str) },
  run: ({ qemu }, { uri }) => qemu.migration.in.listen(uri),
})
