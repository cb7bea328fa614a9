import type { Pipe } from './pipe.js'
import type { FileStat } from './stat.js'

/** How open(2) is asked to open. */
export interface OpenFlags {
  readonly read: boolean
  readonly write: boolean
  readonly append?: boolean
  readonly create?: boolean
  readonly exclusive?: boolean
  readonly truncate?: boolean
  /** Without O_NONBLOCK: a fifo can be opened for writing alone before it has a reader, for whom the caller waits (see Pipe). */
  readonly blocks?: boolean
}

export type Whence = 'set' | 'cur' | 'end'

/** An open file description: what a descriptor of the guest refers to. Everything throws Errno; EBADF once it is closed. */
export interface OpenFile {
  /** Distinguishes it from every other one of this guest; survives snapshot and restore. */
  readonly id: number
  /** The path as it was given to open. */
  readonly path: string
  readonly flags: OpenFlags
  /** What is behind a fifo; undefined for all else. */
  readonly pipe?: Pipe | undefined
  /** read(2): from the file offset; short at the end of file, empty past it. Errors: EBADF, EISDIR, EAGAIN. */
  read(length: number): Uint8Array
  /** write(2): how many bytes were written, at least one. Errors: EBADF, ENOSPC, EFBIG, EPIPE, EAGAIN. */
  write(bytes: Uint8Array): number
  /** How many of so many bytes would be written by as many calls of write as it takes. */
  fits(length: number): number
  /** lseek(2): the new offset. Errors: EINVAL, ESPIPE. */
  seek(offset: bigint, whence: Whence): bigint
  stat(): FileStat
  /** fchmod(2). */
  chmod(mode: number): void
  /** ftruncate(2). Errors: EBADF, EINVAL, EFBIG. */
  truncate(size: bigint): void
  close(): void
}

/** What an open file needs to come back after a restore. */
export interface OpenFileSnapshot {
  readonly id: number
  readonly path: string
  readonly flags: OpenFlags
  readonly offset: bigint
  /** The number of a file of the tree… */
  readonly ino?: number
  /** …or the canonical path of a node of a synthetic tree, and what is kept of its content. */
  readonly synthetic?: string
  readonly content?: Uint8Array
}

/** The largest offset there is: loff_t is a signed 64-bit number. */
export const MAX_OFFSET = (1n << 63n) - 1n

/** The range that lseek(2) accepts: the sum of offset and base, if it is from 0 to `max`, else undefined. */
export function seekTarget(offset: bigint, base: bigint, max: bigint): bigint | undefined {
  const target = offset + base
  return target < 0n || target > max ? undefined : target
}
