import { elsewhere } from '../define.js'
import { guestSuspendRam } from '../guest-suspend-ram.js'
import { suspend } from './suspend.js'

export const guestSuspendRamOnWindows = elsewhere(guestSuspendRam, context => suspend(context, 'ram'))
