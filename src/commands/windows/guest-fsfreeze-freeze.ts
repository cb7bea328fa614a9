import { elsewhere } from '../define.js'
import { guestFsfreezeFreeze } from '../guest-fsfreeze-freeze.js'
import { freeze, isVssThere } from './fsfreeze.js'

export const guestFsfreezeFreezeOnWindows = elsewhere(guestFsfreezeFreeze, context => freeze(context), {
  isPossibleIn: isVssThere,
})
