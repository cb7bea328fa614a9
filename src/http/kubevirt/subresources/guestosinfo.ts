import type { HttpJson } from '../../json.js'
import type { GuestInfo } from '../guest-agent/guest-info.js'
import { reading } from './define-subresource.js'
import { filesystem } from './filesystemlist.js'
import { user } from './userlist.js'

/** So many users and file systems are told here; those that list them tell all. */
const MOST = 10

export const guestosinfo = reading('guestosinfo', (info, release) => ({
  guestAgentVersion: orNothing(info.guestAgentVersion),
  supportedCommands: orNothing(
    info.supportedCommands?.map(({ name, enabled }) => ({ name, enabled: enabled || undefined })),
  ),
  hostname: orNothing(info.hostname),
  os: os(info),
  timezone: `${info.timezone?.zone ?? ''}, ${info.timezone?.offset ?? 0}`,
  userList: orNothing(info.users?.slice(0, MOST).map(it => user(it, release))),
  fsInfo: { disks: info.filesystems?.slice(0, MOST).map(filesystem) ?? null },
  fsFreezeStatus: orNothing(info.fsFreezeStatus),
}))

function os({ os: told = {} }: GuestInfo): HttpJson {
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, orNothing(value)]))
}

/** What is empty is left out. */
function orNothing<T extends string | readonly HttpJson[]>(value: T | undefined): T | undefined {
  return value?.length === 0 ? undefined : value
}
