import { defineCommand } from './define.js'
import { suspend } from './suspend.js'

export const guestSuspendDisk = defineCommand({
  name: 'guest-suspend-disk',
  since: '1.1',
  doc: 'Suspend the guest to its disk. Nothing is answered when that succeeds.',
  successResponse: false,
  run: context => suspend(context, 'disk'),
})
