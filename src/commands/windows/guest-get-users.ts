import { elsewhere } from '../define.js'
import { guestGetUsers } from '../guest-get-users.js'
import { onWindows } from './behaviour.js'

/** By the name alone: who is logged on twice counts once, whatever the domain. */
export const guestGetUsersOnWindows = elsewhere(guestGetUsers, context => {
  const { windows } = onWindows(context)
  const earliest = new Map<string, { domain: string; time: bigint }>()
  for (const { user, domain = windows.computerName, time } of windows.accounts.sessions()) {
    const known = earliest.get(user)
    if (known === undefined || time < known.time) earliest.set(user, { domain: known?.domain ?? domain, time })
  }
  return [...earliest].map(([user, { domain, time }]) => ({ user, domain, 'login-time': Number(time) / 1_000_000 }))
})
