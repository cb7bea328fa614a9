import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { freeze } from './fsfreeze.js'

export const guestFsfreezeFreezeList = defineCommand({
  name: 'guest-fsfreeze-freeze-list',
  since: '2.2',
  doc: 'Freeze the file systems mounted at these places; the number that were.',
  args: { mountpoints: q.optional(q.doc('unknown ones are ignored; all by default', q.list(q.str))) },
  returns: q.int,
  run: (context, { mountpoints }) => freeze(context, mountpoints),
})
