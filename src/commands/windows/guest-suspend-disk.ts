import { elsewhere } from '../define.js'
import { guestSuspendDisk } from '../guest-suspend-disk.js'
import { suspend } from './suspend.js'

export const guestSuspendDiskOnWindows = elsewhere(guestSuspendDisk, context => suspend(context, 'disk'))
