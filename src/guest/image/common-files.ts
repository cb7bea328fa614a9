/** Files that every Unix has, whatever it puts into them. */
import type { FileConfig, GuestConfig } from '../config.js'
import { directory } from './entries.js'

export function mountPoints({ mounts }: GuestConfig): FileConfig[] {
  return mounts.map(mount => directory(mount.path))
}

/** Homes of system accounts are elsewhere, or nowhere. */
export function homes({ users }: GuestConfig): FileConfig[] {
  return users
    .filter(({ home }) => home === '/root' || home.startsWith('/home/'))
    .map(user => directory(user.home, user.uid === 0 ? 0o700 : 0o755, user.uid, user.gid))
}

/** Mounts that lie on a disk. */
export function diskMounts({ disks, mounts }: GuestConfig): GuestConfig['mounts'] {
  const names = new Set(disks.flatMap(disk => [disk.name, ...disk.partitions.map(partition => partition.name)]))
  return mounts.filter(({ source }) => names.has(source))
}
