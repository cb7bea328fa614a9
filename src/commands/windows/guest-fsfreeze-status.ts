import { elsewhere } from '../define.js'
import { guestFsfreezeStatus } from '../guest-fsfreeze-status.js'
import { assertVss, isVssThere } from './fsfreeze.js'

/** What the agent remembers: that VSS has let go it doesn't know. */
export const guestFsfreezeStatusOnWindows = elsewhere(
  guestFsfreezeStatus,
  context => {
    assertVss(context)
    return context.agent.frozen ? 'frozen' : 'thawed'
  },
  { isPossibleIn: isVssThere },
)
