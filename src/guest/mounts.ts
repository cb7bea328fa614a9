/** The mount table, and what the ioctls FIFREEZE, FITHAW and FITRIM do to what is mounted. */
import { findBlockDevice } from './block-devices.js'
import type { OnChange } from './changes.js'
import type { DiskConfig, MountConfig, PartitionConfig } from './config.js'
import { Errno } from './errno.js'

export interface Mount extends MountConfig {
  /** The disk below it, and the partition unless the file system takes the whole disk; undefined for tmpfs and such. */
  readonly disk?: DiskConfig
  readonly partition?: PartitionConfig
}

/** One that lies on a block device. */
export interface BlockMount extends Mount {
  readonly disk: DiskConfig
}

/** The sources that are frozen. */
export type MountsSnapshot = readonly string[]

/** Types whose driver can freeze. vfat can't: it has no freeze_fs operation. */
const FREEZABLE = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'f2fs',
  'jfs',
  'nilfs2',
  'reiserfs',
  'gfs2',
  'ocfs2',
  // Of FreeBSD.
  'ufs',
])

/** Types whose driver takes FITRIM. */
export const TRIMMABLE: ReadonlySet<string> = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'f2fs',
  'jfs',
  'nilfs2',
  'gfs2',
  'ocfs2',
  'vfat',
  'msdos',
  'exfat',
  'ntfs3',
])

export class Mounts {
  /** In the order of /proc/self/mountinfo. */
  readonly table: readonly Mount[]
  readonly #onChange: OnChange
  /** Freezing is of the device: two mounts of one are frozen together. */
  readonly #frozen = new Set<string>()

  constructor(mounts: readonly MountConfig[], disks: readonly DiskConfig[], onChange: OnChange) {
    this.table = mounts.map(mount => ({ ...mount, ...findDevice(mount.source, disks) }))
    this.#onChange = onChange
  }

  /** Those that lie on a block device: what the agent lists, freezes and trims. */
  get blockMounts(): readonly BlockMount[] {
    return this.table.filter((mount): mount is BlockMount => mount.disk !== undefined)
  }

  /**
   * The same, as an agent sees them that lists every mount of a device (bind mounts, subvolumes of btrfs), or of each
   * device only the one that stands first in the table.
   */
  blockMountsFor(listsBindMounts: boolean): readonly BlockMount[] {
    const all = this.blockMounts
    if (listsBindMounts) return all
    return all.filter((mount, index) => all.findIndex(({ source }) => source === mount.source) === index)
  }

  isFrozen(mount: Mount): boolean {
    return this.isSourceFrozen(mount.source)
  }

  /** By what is mounted: "vda1". */
  isSourceFrozen(source: string): boolean {
    return this.#frozen.has(source)
  }

  /** FIFREEZE. Throws EBUSY when it is frozen already, EOPNOTSUPP for a type that can't be, what the scenario says. */
  freeze(mount: Mount): void {
    if (mount.freezeError !== undefined) throw new Errno(mount.freezeError)
    if (!FREEZABLE.has(mount.type)) throw new Errno('EOPNOTSUPP')
    if (this.isFrozen(mount)) throw new Errno('EBUSY')
    this.#frozen.add(mount.source)
    this.#onChange({ what: 'freeze', mount: mount.path, frozen: true })
  }

  /** FITHAW. Throws EINVAL when it is not frozen. */
  thaw(mount: Mount): void {
    if (!this.#frozen.delete(mount.source)) throw new Errno('EINVAL')
    this.#onChange({ what: 'freeze', mount: mount.path, frozen: false })
  }

  /** FITRIM. The bytes discarded; those free ranges shorter than `minimum` bytes don't count. Throws what the scenario says. */
  trim(mount: Mount, minimum: bigint, free: bigint): bigint {
    const discarded = mount.trim === 'free' ? free : mount.trim
    if (typeof discarded === 'string') throw new Errno(discarded)
    const bytes = minimum > discarded ? 0n : discarded
    this.#onChange({ what: 'trim', mount: mount.path, bytes })
    return bytes
  }

  snapshot(): MountsSnapshot {
    return [...this.#frozen]
  }

  restore(snapshot: MountsSnapshot): void {
    this.#frozen.clear()
    for (const source of snapshot) this.#frozen.add(source)
  }
}

function findDevice(source: string, disks: readonly DiskConfig[]): { disk?: DiskConfig; partition?: PartitionConfig } {
  const { disk, partition } = findBlockDevice(source, disks) ?? {}
  return { ...(disk && { disk }), ...(partition && { partition }) }
}
