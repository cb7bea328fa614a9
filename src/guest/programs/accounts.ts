/** Names of users and groups, for programs that print them. */
import type { Guest } from '../guest.js'

/** The name of a user id, or the number itself where there is none. */
export function userName(guest: Guest, uid: number): string {
  return guest.users.byUid(uid)?.name ?? String(uid)
}

export function groupName(guest: Guest, gid: number): string {
  return guest.users.groups().find(group => group.gid === gid)?.name ?? String(gid)
}
