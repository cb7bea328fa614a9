/** The mount table as the programs about it see it. */
import { deviceNumber } from '../../device-number.js'
import type { Guest } from '../../guest.js'
import type { Mount } from '../../mounts.js'
import { deviceOf } from '../devices.js'
import type { Node } from './table.js'

/** Flags of the mount; all else in the options is of the file system. */
const VFS_OPTIONS = new Set([
  'rw',
  'ro',
  'nosuid',
  'nodev',
  'noexec',
  'noatime',
  'nodiratime',
  'relatime',
  'nosymfollow',
])

/** "/dev/vda1"; what lies on no disk by the name it has. */
export function sourceOf({ disk, source }: Mount): string {
  if (disk === undefined) return source
  return disk.alias === undefined ? `/dev/${source}` : `/dev/mapper/${disk.alias}`
}

export function vfsOptions({ options }: Mount): string {
  return options
    .split(',')
    .filter(option => VFS_OPTIONS.has(option))
    .join(',')
}

export function fsOptions({ options }: Mount): string {
  const [first = 'rw', ...rest] = options.split(',')
  return [first === 'ro' ? 'ro' : 'rw', ...rest.filter(option => !VFS_OPTIONS.has(option))].join(',')
}

/** "254:1" */
export function numbersOf(guest: Guest, mount: Mount): string {
  const { major, minor } = mount.disk === undefined ? deviceOf(guest, mount) : deviceNumber(mount.disk, mount.partition)
  return `${major}:${minor}`
}

/** Each below the one that holds its mount point, in the order of the table. */
export function mountTree(mounts: readonly Mount[]): readonly Node<Mount>[] {
  const parent = (mount: Mount) =>
    mounts
      .filter(other => other !== mount && holds(other, mount))
      .reduce<Mount | undefined>(
        (best, other) => (other.path.length > (best?.path.length ?? 0) ? other : best),
        undefined,
      )
  const parents = new Map(mounts.map(mount => [mount, parent(mount)]))
  const below = (of: Mount | undefined): Node<Mount>[] =>
    mounts.filter(mount => parents.get(mount) === of).map(row => ({ row, children: below(row) }))
  return below(undefined)
}

/** Strictly above it: two mounts on one point stand beside each other. */
function holds(other: Mount, { path }: Mount): boolean {
  return path !== other.path && (other.path === '/' || path.startsWith(`${other.path}/`))
}

/** Whether a type is in the list of -t: "ext4,xfs", or with "no" in front all but those. */
export function hasType({ type }: Mount, list: string): boolean {
  const negative = list.startsWith('no')
  const names = (negative ? list.slice(2) : list).split(',').map(name => (negative ? name.replace(/^no/, '') : name))
  return names.includes(type) !== negative
}
