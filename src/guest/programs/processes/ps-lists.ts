/** The lists that ps(1) takes: of processes, users, groups, terminals, names. */
import type { Guest } from '../../guest.js'
import type { ProcessView } from './process-view.js'
import { PsError } from './ps-error.js'

export type Selection = (process: ProcessView) => boolean
type ReadList = (text: string, guest: Guest) => Selection

const MAX_PID = 0x7fff_ffff

export const byPid: ReadList = numbers(process => process.pid)
export const byParent: ReadList = numbers(process => process.ppid)
export const bySession: ReadList = numbers(process => process.sid)

export const byUser: ReadList = (text, guest) => {
  const uids = split(text).map(name => {
    const uid = guest.users.byName(name)?.uid ?? (/^\d+$/.test(name) ? Number(name) : undefined)
    if (uid === undefined) throw new PsError('user name does not exist')
    return uid
  })
  return ({ uid }) => uids.includes(uid)
}

export const byGroup: ReadList = (text, guest) => {
  const gids = split(text).map(name => groupId(guest, name))
  return ({ gid }) => gids.includes(gid)
}

/** -g: sessions if all are numbers, effective groups otherwise. */
export const bySessionOrGroup: ReadList = (text, guest) => {
  if (split(text).every(item => /^\d+$/.test(item))) return bySession(text, guest)
  try {
    return byGroup(text, guest)
  } catch (error) {
    if (!(error instanceof PsError)) throw error
    throw new PsError('list of session leaders OR effective group IDs was invalid')
  }
}

/** -C: names as the kernel keeps them, which is 15 bytes. */
export const byCommand: ReadList = text => {
  const names = split(text).map(name => name.slice(0, 15))
  return ({ comm }) => names.includes(comm)
}

/** "tty1", "/dev/pts/0", "pts/0", "1" for tty1, "?" or "-" for none. */
export const byTerminal: ReadList = (text, guest) => {
  const names = split(text).map(name => {
    if (name === '?' || name === '-') return '?'
    const plain = name.replace(/^\/dev\//, '')
    const found = [plain, `tty${plain}`, `pts/${plain}`].find(candidate => guest.files.exists(`/dev/${candidate}`))
    const inUse = guest.users.sessions().find(({ line }) => line === plain || line === `tty${plain}`)?.line
    const known = found ?? inUse ?? (/^(?:tty(?:S?\d+)|pts\/\d+)$/.test(plain) ? plain : undefined)
    if (known === undefined) throw new PsError('TTY could not be found')
    return known
  })
  return ({ tty }) => names.includes(tty)
}

function numbers(get: (process: ProcessView) => number): ReadList {
  return text => {
    const wanted = split(text).map(item => {
      if (!/^[+-]?\d+$/.test(item)) throw new PsError('process ID list syntax error')
      const number = Number(item)
      if (number < 1 || number > MAX_PID) throw new PsError('process ID out of range')
      return number
    })
    return process => wanted.includes(get(process))
  }
}

function groupId(guest: Guest, name: string): number {
  const gid = guest.users.groups().find(group => group.name === name)?.gid
  if (gid !== undefined) return gid
  if (/^\d+$/.test(name)) return Number(name)
  throw new PsError('group name does not exist')
}

function split(text: string): string[] {
  const list = text.split(/[ \t,]/)
  if (list.includes('')) throw new PsError('improper list')
  return list
}
