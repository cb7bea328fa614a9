/** How full a file system is, as statfs(2) tells it. */
import type { Guest } from '../../guest.js'
import { memoryFigures } from '../../kernel/proc-meminfo.js'
import type { Mount } from '../../mounts.js'

export interface Usage {
  /** Bytes. */
  readonly size: bigint
  readonly free: bigint
  /** Bytes free to those who aren't root. */
  readonly available: bigint
  readonly inodes: bigint
  readonly freeInodes: bigint
}

/** Bytes per inode that mke2fs plans with. */
const EXT_RATIO = 16_384n
const EXT = /^ext[234]$/
/** Types of which nobody can tell how many files they hold. */
const UNCOUNTED = new Set(['vfat', 'msdos', 'exfat', 'btrfs'])
const PAGE = 4096n

export function usageOf(guest: Guest, mount: Mount): Usage {
  const { size, free } = statfs(guest, mount)
  const reserved = mount.reserved ?? 0n
  const inodes = inodesOf(guest, mount, size)
  const used = inodes === 0n ? 0n : usedInodes(mount, size - free)
  return {
    size,
    free,
    available: free > reserved ? free - reserved : 0n,
    inodes,
    freeInodes: inodes > used ? inodes - used : 0n,
  }
}

/** Where something else is mounted on the same point, that is what one sees. */
function statfs(guest: Guest, { path }: Mount): { size: bigint; free: bigint } {
  const hasSize = guest.mounts.table.findLast(other => other.path === path)
  return hasSize === undefined ? { size: 0n, free: 0n } : guest.files.statfs(path)
}

function inodesOf(guest: Guest, { type, options, disk }: Mount, size: bigint): bigint {
  if (disk === undefined) {
    const told = /(?:^|,)nr_inodes=(\d+)/.exec(options)?.[1]
    if (told !== undefined) return BigInt(told)
    if (type !== 'tmpfs' && type !== 'devtmpfs') return 0n
    return memoryFigures(guest)('MemTotal') / 4n
  }
  if (UNCOUNTED.has(type) || size === 0n) return 0n
  // Inodes of XFS come as they are needed, 512 bytes each, up to a quarter of the space.
  return EXT.test(type) ? size / EXT_RATIO : size / 4n / 512n
}

/** As many as files of a usual size; the first ones of ext are the file system's own. */
function usedInodes({ disk, type }: Mount, used: bigint): bigint {
  if (disk === undefined) return 1n + used / PAGE
  return (EXT.test(type) ? 11n : 3n) + used / 24_576n
}
