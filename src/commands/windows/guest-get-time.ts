import { elsewhere } from '../define.js'
import { guestGetTime } from '../guest-get-time.js'
import { onWindows } from './behaviour.js'

export const guestGetTimeOnWindows = elsewhere(guestGetTime, context => {
  const { timeUnit } = onWindows(context).behaviour
  return (context.guest.clock.now() / timeUnit) * timeUnit
})
