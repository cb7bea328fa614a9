import type { FileBytes } from './bytes.js'
import type { Mount } from './mounts.js'
import type { Pipe } from './pipe.js'

export type InodeKind = 'file' | 'directory' | 'symlink' | 'fifo'

export interface InodeMeta {
  readonly ino: number
  readonly kind: InodeKind
  /** The 12 permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly nlink: number
  /** Nanoseconds since the epoch. */
  readonly atime: bigint
  readonly mtime: bigint
  readonly ctime: bigint
  /** Where a symbolic link points. */
  readonly target?: string
}

const DAY = 86_400_000_000_000n

/** A file of the tree, whatever it is: all that memfs does not keep, or keeps by the host's clock and user. */
export class Inode {
  readonly ino: number
  readonly kind: InodeKind
  readonly mount: Mount
  readonly target: string
  /** The bytes, for kind 'file'. */
  bytes: FileBytes | undefined
  /** The pipe, for kind 'fifo'. */
  pipe: Pipe | undefined
  mode: number
  uid: number
  gid: number
  /** Names of a file; for a directory 2 and one more for each directory in it. 0: no name is left. */
  nlink: number
  atime: bigint
  mtime: bigint
  ctime: bigint
  /** How many open files there are of it. */
  opens = 0

  constructor(meta: InodeMeta, mount: Mount) {
    this.ino = meta.ino
    this.kind = meta.kind
    this.mount = mount
    this.target = meta.target ?? ''
    this.mode = meta.mode
    this.uid = meta.uid
    this.gid = meta.gid
    this.nlink = meta.nlink
    this.atime = meta.atime
    this.mtime = meta.mtime
    this.ctime = meta.ctime
  }

  /** Content changed. */
  touch(now: bigint): void {
    this.mtime = now
    this.ctime = now
  }

  /** Content was read: as relatime does, the time is kept unless it is older than the last change or a day. */
  accessed(now: bigint): void {
    if (this.mount.keepsAtime) return
    if (this.atime <= this.mtime || this.atime <= this.ctime || now - this.atime >= DAY) this.atime = now
  }

  /** Does something to the bytes and keeps the account of what they take on the disk. */
  account<T>(change: (bytes: FileBytes) => T): T {
    if (!this.bytes) throw new Error(`a ${this.kind} has no bytes`)
    const before = this.bytes.allocated
    try {
      return change(this.bytes)
    } finally {
      this.mount.allocated += this.bytes.allocated - before
    }
  }

  meta(): InodeMeta {
    const { ino, kind, mode, uid, gid, nlink, atime, mtime, ctime, target } = this
    return { ino, kind, mode, uid, gid, nlink, atime, mtime, ctime, ...(kind === 'symlink' && { target }) }
  }
}
