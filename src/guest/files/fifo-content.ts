import { Errno } from '../errno.js'
import type { Inode } from './inode.js'
import type { OpenFile, OpenFlags } from './open-file.js'
import { type FileStat, statInode } from './stat.js'

/** A fifo that was read to its end, for a program that can't wait while it reads. */
export class FifoContent implements OpenFile {
  readonly id = 0
  readonly path: string
  readonly flags: OpenFlags = { read: true, write: false }
  readonly #inode: Inode
  #rest: Uint8Array

  constructor(inode: Inode, path: string, content: Uint8Array) {
    this.#inode = inode
    this.path = path
    this.#rest = content
  }

  read(length: number): Uint8Array {
    const bytes = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return bytes
  }

  write(): number {
    throw new Errno('EBADF')
  }

  fits(): number {
    return 0
  }

  seek(): bigint {
    throw new Errno('ESPIPE')
  }

  stat(): FileStat {
    return statInode(this.#inode)
  }

  chmod(mode: number): void {
    this.#inode.mode = mode & 0o7777
  }

  truncate(): void {
    throw new Errno('EINVAL')
  }

  close(): void {}
}
