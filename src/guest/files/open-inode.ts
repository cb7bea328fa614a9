import { Errno } from '../errno.js'
import type { Inode } from './inode.js'
import { BLOCK, type Mount } from './mounts.js'
import {
  MAX_OFFSET,
  type OpenFile,
  type OpenFileSnapshot,
  type OpenFlags,
  seekTarget,
  type Whence,
} from './open-file.js'
import type { Pipe } from './pipe.js'
import { type FileStat, statInode } from './stat.js'
import type { Transfer } from './transfer.js'

/** What an open file of the tree needs of the file system. */
export interface OpenHost {
  readonly now: () => bigint
  /** Throws what keeps a file system from being changed. */
  readonly beforeChange: (mount: Mount) => void
  /** The file is closed: forget it. */
  readonly release: (file: OpenInode) => void
  readonly transferred: (transfer: Transfer) => void
}

/** An open file, directory or fifo of the tree. */
export class OpenInode implements OpenFile {
  readonly id: number
  readonly path: string
  readonly flags: OpenFlags
  readonly inode: Inode
  readonly #host: OpenHost
  #offset: bigint
  #open = true

  constructor(host: OpenHost, inode: Inode, from: Omit<OpenFileSnapshot, 'ino'>) {
    this.#host = host
    this.inode = inode
    this.id = from.id
    this.path = from.path
    this.flags = from.flags
    this.#offset = from.offset
    inode.opens += 1
    if (this.flags.read) inode.pipe?.open('readers')
    if (this.flags.write) inode.pipe?.open('writers')
  }

  get pipe(): Pipe | undefined {
    return this.inode.pipe
  }

  read(length: number): Uint8Array {
    this.#check()
    if (!this.flags.read) throw new Errno('EBADF')
    this.#checkRange(length)
    if (this.inode.kind === 'directory') throw new Errno('EISDIR')
    const bytes = this.inode.pipe ? this.inode.pipe.read(length) : this.#readBytes(length)
    if (bytes.length > 0) this.inode.accessed(this.#host.now())
    return bytes
  }

  write(bytes: Uint8Array): number {
    this.#check()
    if (!this.flags.write) throw new Errno('EBADF')
    if (bytes.length === 0) return 0
    if (this.inode.kind === 'file') this.#host.beforeChange(this.inode.mount)
    this.#checkRange(bytes.length)
    const count = this.inode.pipe ? this.inode.pipe.write(bytes) : this.#writeBytes(bytes)
    this.inode.touch(this.#host.now())
    return count
  }

  fits(length: number): number {
    const { bytes, mount } = this.inode
    const { offset, room } = this.#target
    const wanted = room < BigInt(length) ? Math.max(0, Number(room)) : length
    return bytes?.fits(offset, wanted, mount.free / BLOCK) ?? length
  }

  seek(offset: bigint, whence: Whence): bigint {
    this.#check()
    const { kind } = this.inode
    if (kind === 'fifo') throw new Errno('ESPIPE')
    const { mount } = this.inode
    const directory = kind === 'directory'
    const max = directory ? MAX_OFFSET : mount.maxFileSize
    const end = directory ? mount.directoryEnd : (this.inode.bytes?.size ?? 0n)
    if (whence === 'end' && end === undefined) throw new Errno('EINVAL')
    const target = seekTarget(offset, whence === 'set' ? 0n : whence === 'cur' ? this.#offset : (end ?? 0n), max)
    if (target === undefined) throw new Errno('EINVAL')
    this.#offset = target
    return target
  }

  stat(): FileStat {
    this.#check()
    return statInode(this.inode)
  }

  chmod(mode: number): void {
    this.#check()
    if (this.inode.mount.readOnly) throw new Errno('EROFS')
    this.#host.beforeChange(this.inode.mount)
    this.inode.mode = mode & 0o7777
    this.inode.ctime = this.#host.now()
  }

  truncate(size: bigint): void {
    this.#check()
    if (!this.flags.write || this.inode.kind !== 'file' || size < 0n) throw new Errno('EINVAL')
    this.#host.beforeChange(this.inode.mount)
    if (size > this.inode.mount.maxFileSize) throw new Errno('EFBIG')
    this.inode.account(bytes => bytes.truncate(size))
    this.inode.touch(this.#host.now())
  }

  close(): void {
    this.#check()
    this.#open = false
    const { inode } = this
    inode.opens -= 1
    if (inode.pipe && this.flags.read) inode.pipe.readers -= 1
    if (inode.pipe && this.flags.write) inode.pipe.writers -= 1
    inode.pipe?.closed()
    this.#host.release(this)
  }

  /** Makes it answer EBADF: the guest it belonged to was restored to an earlier state. */
  invalidate(): void {
    this.#open = false
  }

  snapshot(): OpenFileSnapshot {
    return { id: this.id, path: this.path, flags: this.flags, offset: this.#offset, ino: this.inode.ino }
  }

  #check(): void {
    if (!this.#open) throw new Errno('EBADF')
  }

  /** rw_verify_area(): the end of what is asked for must be an offset too. */
  #checkRange(length: number): void {
    if (this.inode.kind !== 'fifo' && this.#offset + BigInt(length) > MAX_OFFSET) throw new Errno('EINVAL')
  }

  #readBytes(length: number): Uint8Array {
    const bytes = this.inode.bytes?.read(this.#offset, length) ?? new Uint8Array(0)
    this.#transferred('read', this.#offset, bytes.length)
    this.#offset += BigInt(bytes.length)
    return bytes
  }

  #writeBytes(bytes: Uint8Array): number {
    const { inode } = this
    const { mount } = inode
    const { offset, room } = this.#target
    if (room <= 0n) throw new Errno('EFBIG')
    const wanted = room < BigInt(bytes.length) ? Number(room) : bytes.length
    const count = inode.account(target => {
      const fits = target.fits(offset, wanted, mount.free / BLOCK)
      if (fits > 0) target.write(offset, bytes.subarray(0, fits))
      return fits
    })
    if (count === 0) throw new Errno('ENOSPC')
    this.#transferred('write', offset, count)
    this.#offset = offset + BigInt(count)
    return count
  }

  /** Where the next write begins, and how far it is from there to the size that no file is larger than. */
  get #target(): { readonly offset: bigint; readonly room: bigint } {
    const { bytes, mount } = this.inode
    const offset = this.flags.append ? (bytes?.size ?? 0n) : this.#offset
    return { offset, room: mount.maxFileSize - offset }
  }

  #transferred(kind: Transfer['kind'], offset: bigint, length: number): void {
    const { ino, mount, bytes } = this.inode
    this.#host.transferred({ source: mount.config.source, ino, kind, offset, length, size: bytes?.size ?? 0n })
  }
}
