import type { Inode } from './inode.js'
import { BLOCK } from './mounts.js'
import type { SyntheticEntry } from './synthetic.js'

export type FileKind = 'file' | 'directory' | 'symlink' | 'fifo' | 'character' | 'block'

/** What stat(2) tells. */
export interface FileStat {
  readonly kind: FileKind
  readonly ino: number
  /** The 12 permission bits. */
  readonly mode: number
  readonly nlink: number
  readonly uid: number
  readonly gid: number
  /** Bytes. */
  readonly size: bigint
  /** Nanoseconds since the epoch. */
  readonly atime: bigint
  readonly mtime: bigint
  readonly ctime: bigint
  /** Units of 512 bytes that are taken on the disk. */
  readonly blocks: bigint
  /** Bytes: how much stdio reads and writes at a time. */
  readonly blksize: number
  /** The device that a device node stands for. */
  readonly rdev?: { readonly major: number; readonly minor: number }
}

export function statInode(inode: Inode): FileStat {
  return {
    kind: inode.kind,
    ino: inode.ino,
    mode: inode.mode,
    nlink: inode.nlink,
    uid: inode.uid,
    gid: inode.gid,
    size: sizeOf(inode),
    atime: inode.atime,
    mtime: inode.mtime,
    ctime: inode.ctime,
    blocks: (inode.kind === 'directory' ? BLOCK : (inode.bytes?.allocated ?? 0n)) / 512n,
    blksize: Number(BLOCK),
  }
}

/**
 * `born` is the time of everything in a synthetic tree. procfs alone has blocks of 1,024 bytes, and sysfs calls each of its
 * files a page long.
 */
export function statSynthetic(entry: SyntheticEntry, born: bigint, type: string): FileStat {
  const { kind, ino, mode, uid, gid, node } = entry
  return {
    ...{ kind, ino, mode, uid, gid },
    nlink: kind === 'directory' ? 2 : 1,
    size:
      kind === 'symlink' ? BigInt(Buffer.byteLength(entry.target)) : kind === 'file' && type === 'sysfs' ? BLOCK : 0n,
    ...{ atime: born, mtime: born, ctime: born },
    blocks: 0n,
    blksize: type === 'proc' ? 1024 : Number(BLOCK),
    ...('major' in node && { rdev: { major: node.major, minor: node.minor } }),
  }
}

function sizeOf(inode: Inode): bigint {
  switch (inode.kind) {
    case 'file':
      return inode.bytes?.size ?? 0n
    case 'directory':
      return BLOCK
    case 'symlink':
      return BigInt(Buffer.byteLength(inode.target))
    default:
      return 0n
  }
}
