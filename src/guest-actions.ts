/** Does to the guest itself what an action says, as somebody in it would. */
import type { Guest } from './guest/guest.js'
import type { Action } from './timeline/action.js'

type GuestAction = Extract<
  Action,
  | { remove: unknown }
  | { link: unknown }
  | { service: unknown }
  | { login: unknown }
  | { logout: unknown }
  | { log: unknown }
>

const KEYS = ['remove', 'link', 'service', 'login', 'logout', 'log']

export function isGuestAction(action: Action): action is GuestAction {
  return KEYS.some(key => key in action)
}

/** Throws Errno, UnitError, and RangeError for an interface that there isn't. */
export function performInGuest(action: GuestAction, guest: Guest): void {
  if ('remove' in action) guest.files.rm(action.remove, { recursive: true, force: true })
  else if ('link' in action) guest.interfaces.setUp(action.link.interface, action.link.up)
  else if ('service' in action) guest.services[action.service.to](action.service.name)
  else if ('login' in action) guest.users.login({ ...action.login, time: guest.clock.now() / 1000n })
  else if ('logout' in action) guest.users.logout(action.logout)
  else guest.journal.log(action.log)
}

/** Directories that are missing on the way are made, as those of a scenario's `files` are. Throws Errno. */
export function writeText(path: string, text: string, { files, windows }: Guest): void {
  const folder = path.replace(windows === undefined ? /\/[^/]*$/ : /[\\/][^\\/]*$/, '')
  const isRoot = folder === '' || (windows !== undefined && /^[A-Za-z]:$/.test(folder))
  if (!isRoot && !files.exists(folder)) files.mkdir(folder, { recursive: true })
  files.writeFile(path, text)
}

/** For the printed time line; undefined for what shows in other events. */
export function describeGuestAction(action: GuestAction): string | undefined {
  if ('remove' in action) return `${action.remove} removed`
  if ('login' in action) return `${action.login.user} logs in on ${action.login.line}`
  if ('logout' in action) return `${action.logout} logs out`
  if ('log' in action) return `journal: ${action.log.identifier}: ${action.log.message}`
  return undefined
}
