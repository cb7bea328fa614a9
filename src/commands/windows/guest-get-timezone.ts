import { elsewhere } from '../define.js'
import { guestGetTimezone } from '../guest-get-timezone.js'
import { onWindows } from './behaviour.js'

export const guestGetTimezoneOnWindows = elsewhere(guestGetTimezone, context => {
  const { name, offset } = onWindows(context).windows.zone()
  return { zone: name, offset: BigInt(offset) }
})
