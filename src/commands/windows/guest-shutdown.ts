import { Win32Error } from '../../guest/windows/win32-error.js'
import { elsewhere } from '../define.js'
import { guestShutdown } from '../guest-shutdown.js'
import { onWindows } from './behaviour.js'
import { badShutdownMode, shutdownFailed } from './texts.js'

const STATES = new Map([
  ['powerdown', 'off'],
  ['halt', 'halted'],
  ['reboot', 'rebooting'],
] as const)

/** ExitWindowsEx with force: no program is asked. */
export const guestShutdownOnWindows = elsewhere(guestShutdown, (context, { mode = 'powerdown' }) => {
  const { behaviour } = onWindows(context)
  const { power } = context.guest
  const state = STATES.get(mode as 'halt')
  if (state === undefined) throw badShutdownMode(behaviour)
  if (power.requested !== undefined) throw shutdownFailed(new Win32Error('ERROR_SHUTDOWN_IN_PROGRESS'), behaviour)
  power.request(state)
})
