import { elsewhere } from '../define.js'
import { guestFsfreezeThaw } from '../guest-fsfreeze-thaw.js'
import { isVssThere, thaw } from './fsfreeze.js'

export const guestFsfreezeThawOnWindows = elsewhere(guestFsfreezeThaw, context => thaw(context), {
  isPossibleIn: isVssThere,
})
