import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { thaw } from './fsfreeze.js'

export const guestFsfreezeThaw = defineCommand({
  name: 'guest-fsfreeze-thaw',
  since: '0.15.0',
  doc: 'Thaw all file systems; the number that were frozen.',
  returns: q.int,
  whileFrozen: true,
  run: context => thaw(context),
})
