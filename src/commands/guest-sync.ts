import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

export const guestSync = defineCommand({
  name: 'guest-sync',
  since: '0.15.0',
  doc: 'Give the id back: what comes before it is stale.',
  args: { id: q.doc('any integer, best a random one', q.int) },
  returns: q.int,
  whileFrozen: true,
  run: (_, { id }) => id,
})
