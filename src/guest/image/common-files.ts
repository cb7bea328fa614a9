/** Files that every Unix has, whatever it puts into them. */
import type { FileConfig, GuestConfig, MountConfig, UserConfig } from '../config.js'
import { isRedHat } from '../distribution.js'
import { directory } from './entries.js'

const STICKY = 0o1777

export function mountPoints({ mounts }: GuestConfig): FileConfig[] {
  return mounts.map(mount => directory(mount.path, rootMode(mount)))
}

/** The root of a file system in memory is everybody's, unless its options say otherwise; so are /tmp and its like. */
function rootMode({ path, type, options }: MountConfig): number {
  const [, given] = /(?:^|,)mode=([0-7]{1,4})(?:,|$)/.exec(options) ?? []
  if (type === 'tmpfs' && given !== undefined) return Number.parseInt(given, 8)
  return ['tmpfs', 'mqueue'].includes(type) || ['/tmp', '/var/tmp'].includes(path) ? STICKY : 0o755
}

/** Homes of system accounts are elsewhere, or nowhere. Of several with the same home it is the first one's. */
export function homes(config: GuestConfig): FileConfig[] {
  const owners = new Map<string, UserConfig>()
  for (const user of config.users) if (hasHome(user) && !owners.has(user.home)) owners.set(user.home, user)
  return [...owners.values()].map(user => directory(user.home, homeMode(config, user), user.uid, user.gid))
}

function hasHome({ home, uid, shell }: UserConfig): boolean {
  if (home === '/root') return uid === 0
  return home.startsWith('/home/') && !/\/(?:nologin|false)$/.test(shell)
}

function homeMode({ family, osRelease }: GuestConfig, { home }: UserConfig): number {
  if (home !== '/root') return 0o755
  if (family === 'freebsd') return 0o750
  // filesystem.rpm keeps even root from writing there without the right to override.
  return isRedHat(osRelease) ? 0o550 : 0o700
}

/** Mounts that lie on a disk. */
export function diskMounts({ disks, mounts }: GuestConfig): GuestConfig['mounts'] {
  const names = new Set(disks.flatMap(disk => [disk.name, ...disk.partitions.map(partition => partition.name)]))
  return mounts.filter(({ source }) => names.has(source))
}
