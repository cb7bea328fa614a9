import type { HttpJson } from '../../json.js'
import type { GuestUser } from '../guest-agent/guest-info.js'
import { reading } from './define-subresource.js'

export const userlist = reading('userlist', ({ users = [] }) => ({ metadata: {}, items: users.map(user) }))

/** What is empty, or 0, is left out, but the name. */
export function user({ userName, domain, loginTime }: GuestUser): HttpJson {
  return { userName, domain: domain || undefined, loginTime: loginTime || undefined }
}
