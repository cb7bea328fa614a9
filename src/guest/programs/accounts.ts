/** Users and groups by name and number, as getpwnam(3), getgrgid(3) and initgroups(3) find them in the guest's files. */
import { Errno } from '../errno.js'
import { type Credentials, ROOT } from '../files/credentials.js'
import type { Guest } from '../guest.js'

export interface Group {
  readonly name: string
  readonly gid: number
  readonly members: readonly string[]
}

export function groups(guest: Guest): readonly Group[] {
  return groupLines(guest).map(line => {
    const [name = '', , gid = '', members = ''] = line.split(':')
    return { name, gid: Number(gid), members: members.split(',').filter(member => member !== '') }
  })
}

/** The name of a user id, or the number itself where there is none. */
export function userName(guest: Guest, uid: number): string {
  return guest.users.byUid(uid)?.name ?? String(uid)
}

export function groupName(guest: Guest, gid: number): string {
  return groups(guest).find(group => group.gid === gid)?.name ?? String(gid)
}

/** Who a process of that user is; root for a name that /etc/passwd doesn't have. */
export function credentialsOf(guest: Guest, user: string): Credentials {
  const account = guest.users.byName(user)
  if (account === undefined) return ROOT
  return { uid: account.uid, gid: account.gid, groups: groupsOf(guest, user, account.gid) }
}

/** Group ids of a user, the primary one first. */
export function groupsOf(guest: Guest, user: string, primary: number): readonly number[] {
  const others = groups(guest).filter(({ members }) => members.includes(user))
  return [...new Set([primary, ...others.map(({ gid }) => gid)])]
}

function groupLines(guest: Guest): readonly string[] {
  try {
    return guest.files
      .readFile('/etc/group', 'utf8')
      .split('\n')
      .filter(line => line !== '')
  } catch (error) {
    if (error instanceof Errno) return []
    throw error
  }
}
