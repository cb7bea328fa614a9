import type { HttpJson } from '../../json.js'
import type { GuestUser } from '../guest-agent/guest-info.js'
import { reading } from './define-subresource.js'
import type { Release } from './release.js'

export const userlist = reading('userlist', ({ users = [] }, release) => ({
  metadata: {},
  items: users.map(it => user(it, release)),
}))

/** What is empty, or 0, is left out, but the name. */
export function user({ userName, domain, loginTime = 0 }: GuestUser, { loginTimeIn }: Release): HttpJson {
  const time = loginTimeIn === 'seconds' ? loginTime : Math.trunc(loginTime * 1000)
  return { userName, domain: domain || undefined, loginTime: time || undefined }
}
