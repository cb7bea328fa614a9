import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { freeze } from './fsfreeze.js'

export const guestFsfreezeFreeze = defineCommand({
  name: 'guest-fsfreeze-freeze',
  since: '0.15.0',
  doc: 'Freeze all file systems that can be; the number that were.',
  returns: q.int,
  run: context => freeze(context),
})
