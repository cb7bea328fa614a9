import { defineCommand } from './define.js'
import { suspend } from './suspend.js'

export const guestSuspendHybrid = defineCommand({
  name: 'guest-suspend-hybrid',
  since: '1.1',
  doc: 'Save the state of the guest to its disk and suspend it to memory. Nothing is answered when that succeeds.',
  successResponse: false,
  run: context => suspend(context, 'hybrid'),
})
