import { defineCommand } from './define.js'

export const guestPing = defineCommand({
  name: 'guest-ping',
  since: '0.15.0',
  doc: 'Do nothing: an answer means that the agent lives.',
  whileFrozen: true,
  run() {},
})
