import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const GuestFsfreezeStatus = q.enum('GuestFsfreezeStatus', ['thawed', 'frozen'])

export const guestFsfreezeStatus = defineCommand({
  name: 'guest-fsfreeze-status',
  since: '0.15.0',
  doc: 'Whether the agent has frozen the file systems.',
  returns: GuestFsfreezeStatus,
  whileFrozen: true,
  run: ({ agent }) => (agent.frozen ? 'frozen' : 'thawed'),
})
