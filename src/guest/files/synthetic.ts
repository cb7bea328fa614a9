import type { Errno } from '../errno.js'

/** A directory whose content is computed when it is looked at: /proc, /sys, /dev. */
export interface SyntheticTree {
  /** What is at a path relative to the tree's root: '' is the root, 'self/comm' a file. Links are not followed. */
  lookup(path: string): SyntheticNode | undefined
}

export type SyntheticNode = SyntheticDirectory | SyntheticFile | SyntheticSymlink | SyntheticDevice

export interface SyntheticDirectory {
  readonly kind: 'directory'
  /** The 12 permission bits; 0555 if absent. */
  readonly mode?: number
  entries(): readonly string[]
}

/**
 * A file whose content is made when it is read from offset 0, and then kept for that open file (as seq_file does in the
 * kernel). Its size to stat(2) is 0, in sysfs 4,096.
 */
export interface SyntheticFile {
  readonly kind: 'file'
  /** The 12 permission bits; 0444 if absent, 0644 if it can be written. */
  readonly mode?: number
  read(): string | Uint8Array
  /** One write(2); may throw Errno. */
  write?(bytes: Uint8Array): void
}

export interface SyntheticSymlink {
  readonly kind: 'symlink'
  readonly target: string
}

/** A device node. One without a driver (neither `read`, `write` nor `size`) fails to open with ENXIO. */
export interface SyntheticDevice {
  readonly kind: 'character' | 'block'
  readonly major: number
  readonly minor: number
  /** The 12 permission bits; 0660 if absent. */
  readonly mode?: number
  /** Bytes of a block device: it reads as zeros and its writes fail with EPERM. */
  readonly size?: bigint
  /** lseek(2) of a character device: 'zero' (the default) always gives 0, 'none' fails with ESPIPE. */
  readonly seek?: 'zero' | 'none'
  /** Called at open(2): the error it returns is the one that open fails with. */
  refuse?(): Errno | undefined
  read?(length: number): Uint8Array
  write?(bytes: Uint8Array): number
}

/** A node of a synthetic tree, with the attributes that stat(2) and permission checks ask for. */
export class SyntheticEntry {
  readonly node: SyntheticNode
  readonly kind: SyntheticNode['kind']
  readonly mode: number
  readonly uid = 0
  readonly gid = 0
  readonly ino: number

  constructor(node: SyntheticNode, path: string) {
    this.node = node
    this.kind = node.kind
    this.mode = modeOf(node)
    this.ino = inodeNumber(path)
  }

  get target(): string {
    return this.node.kind === 'symlink' ? this.node.target : ''
  }
}

function modeOf(node: SyntheticNode): number {
  switch (node.kind) {
    case 'symlink':
      return 0o777
    case 'directory':
      return node.mode ?? 0o555
    case 'file':
      return node.mode ?? (node.write ? 0o644 : 0o444)
    default:
      return node.mode ?? 0o660
  }
}

/** A number that is the same whenever the path is: FNV-1a, above what real files get. */
function inodeNumber(path: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < path.length; i += 1) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193) >>> 0
  return 0x1_0000_0000 + hash
}
