import type { MountConfig } from '../config.js'
import { isWithin } from './names.js'

/** Bytes of a block: what space is counted in, on every file system here. */
export const BLOCK = 4096n

/** What of a file system is taken: bind mounts and subvolumes share it. */
interface Space {
  allocated: bigint
}

/** Types of which every mount is a file system of its own, though all have the same source. */
const OWN_SPACE = new Set(['tmpfs', 'devtmpfs', 'ramfs', 'overlay'])

/** A mounted file system: which part of the tree it is, and how much of it is taken. */
export class Mount {
  readonly config: MountConfig
  readonly readOnly: boolean
  /** Whether reading leaves the access time alone (noatime, or nothing may be written). */
  readonly keepsAtime: boolean
  readonly #space: Space

  /** `space`: that of the same file system where it is mounted already. */
  constructor(config: MountConfig, space: Space = { allocated: 0n }) {
    this.config = config
    this.#space = space
    const options = config.options.split(',')
    this.readOnly = options.includes('ro')
    this.keepsAtime = this.readOnly || options.includes('noatime')
  }

  /** Bytes of blocks that files of the tree take, on top of `config.used`. */
  get allocated(): bigint {
    return this.#space.allocated
  }

  set allocated(bytes: bigint) {
    this.#space.allocated = bytes
  }

  /** Bytes that may still be written; a file system without a size (proc, or none configured) is never full. */
  get free(): bigint {
    if (this.config.size === 0n) return 1n << 62n
    const free = this.config.size - this.config.used - this.allocated
    return free > 0n ? free : 0n
  }

  /** What lseek(2) takes for the end of a directory; undefined where it knows none. */
  get directoryEnd(): bigint | undefined {
    switch (this.config.type) {
      case 'ext4': // ext4_dir_llseek: offsets are hashes of names, and the end is the largest there can be
      case 'ext3':
      case 'ext2':
        return (1n << 63n) - 1n
      case 'tmpfs': // dcache_dir_lseek
      case 'devtmpfs':
        return undefined
      default:
        return BLOCK
    }
  }

  /** The largest size of a file: lseek(2) refuses to go beyond, write(2) gives EFBIG. */
  get maxFileSize(): bigint {
    switch (this.config.type) {
      case 'ext4': // 2^32 blocks, less one
      case 'overlay': // ovl_llseek: the files are those of the file system below, which is mostly ext4
        return (1n << 44n) - BLOCK
      case 'ext3':
      case 'ext2':
        return (1n << 41n) - BLOCK
      case 'vfat':
      case 'msdos':
        return (1n << 32n) - 1n
      default:
        return (1n << 63n) - 1n
    }
  }
}

const NO_ROOT: MountConfig = {
  source: 'rootfs',
  path: '/',
  type: 'ext4',
  options: 'rw',
  size: 0n,
  used: 0n,
  trim: 0n,
}

/** The mount table. A later mount hides an earlier one of the same path, as on Linux. */
export class Mounts {
  readonly all: readonly Mount[]
  readonly #byPath = new Map<string, Mount>()

  constructor(configs: readonly MountConfig[]) {
    const spaces = new Map<string, Space>()
    this.all = configs.map(config => {
      const space = (!OWN_SPACE.has(config.type) && spaces.get(config.source)) || { allocated: 0n }
      spaces.set(config.source, space)
      return new Mount(config, space)
    })
    for (const mount of this.all) this.#byPath.set(mount.config.path, mount)
    if (!this.#byPath.has('/')) this.#byPath.set('/', new Mount(NO_ROOT))
  }

  /** What is mounted exactly there. */
  at(path: string): Mount | undefined {
    return this.#byPath.get(path)
  }

  /** The mount that a canonical path belongs to. */
  of(path: string): Mount {
    let best: Mount | undefined
    for (const mount of this.#byPath.values()) {
      if (isWithin(path, mount.config.path) && (!best || mount.config.path.length > best.config.path.length))
        best = mount
    }
    if (!best) throw new Error(`no file system holds ${path}`)
    return best
  }

  /** Paths of the mount points, the root's included. */
  get points(): Iterable<string> {
    return this.#byPath.keys()
  }

  /** Forgets what files take: the tree is about to be filled anew. */
  clear(): void {
    for (const mount of this.#byPath.values()) mount.allocated = 0n
  }
}
