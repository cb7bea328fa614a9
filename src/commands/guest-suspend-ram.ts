import { defineCommand } from './define.js'
import { suspend } from './suspend.js'

export const guestSuspendRam = defineCommand({
  name: 'guest-suspend-ram',
  since: '1.1',
  doc: 'Suspend the guest to memory. Nothing is answered when that succeeds.',
  successResponse: false,
  run: context => suspend(context, 'ram'),
})
