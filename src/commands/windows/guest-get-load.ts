import { elsewhere } from '../define.js'
import { guestGetLoad } from '../guest-get-load.js'
import { onWindows } from './behaviour.js'

/** Windows has no load averages: the agent makes its own, from the first question on. */
export const guestGetLoadOnWindows = elsewhere(guestGetLoad, context => {
  const [load1m, load5m, load15m] = onWindows(context).windows.queue.averages()
  return { load1m, load5m, load15m }
})
