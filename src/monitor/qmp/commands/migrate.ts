import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

export const migrate = defineQmpCommand({
  name: 'migrate',
  since: '0.14',
  doc: 'Send the guest to another QEMU: how far it has come tells query-migrate.',
  args: {
    uri: q.doc('unix:PATH or tcp:HOST:PORT.', q.str),
    blk: q.optional(q.doc('Of no effect: there are no disks to copy.', q.bool)),
    inc: q.optional(q.doc('Of no effect.', q.bool)),
    detach: q.optional(q.doc('Of no effect.', q.bool)),
    resume: q.optional(q.doc('Go on with a migration that has paused: there is none.', q.bool)),
  },
  run: ({ qemu }, { uri, resume }) => qemu.migration.out.start(uri, { resume: resume ?? false }),
})
