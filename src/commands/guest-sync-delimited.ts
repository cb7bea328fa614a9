import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

export const guestSyncDelimited = defineCommand({
  name: 'guest-sync-delimited',
  since: '1.1',
  doc: 'Give the id back, with the byte 0xFF in front of the reply, so that a client finds the end of what is stale.',
  args: { id: q.doc('any integer, best a random one', q.int) },
  returns: q.int,
  whileFrozen: true,
  delimited: true,
  run: (_, { id }) => id,
})
