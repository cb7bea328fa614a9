import { Errno } from '../errno.js'
import {
  MAX_OFFSET,
  type OpenFile,
  type OpenFileSnapshot,
  type OpenFlags,
  seekTarget,
  type Whence,
} from './open-file.js'
import { type FileStat, statSynthetic } from './stat.js'
import type { SyntheticEntry } from './synthetic.js'

export interface SyntheticHost {
  /** The time of everything in a synthetic tree. */
  readonly born: bigint
  readonly release: (file: OpenSynthetic) => void
}

/** Every file of sysfs is a page long to lseek(2), and its file system does not do large files. */
const SYSFS_SIZE = 4096n
const SYSFS_MAX_OFFSET = (1n << 31n) - 1n

/** An open file of /proc, /sys or /dev. */
export class OpenSynthetic implements OpenFile {
  readonly id: number
  readonly path: string
  readonly flags: OpenFlags
  readonly #entry: SyntheticEntry
  /** "proc", "sysfs", "devtmpfs". */
  readonly #type: string
  readonly #host: SyntheticHost
  readonly #canonical: string
  #offset: bigint
  #content: Uint8Array | undefined
  #open = true

  constructor(host: SyntheticHost, entry: SyntheticEntry, type: string, from: OpenFileSnapshot) {
    this.#host = host
    this.#entry = entry
    this.#type = type
    this.id = from.id
    this.path = from.path
    this.flags = from.flags
    this.#canonical = from.synthetic ?? from.path
    this.#offset = from.offset
    this.#content = from.content
  }

  read(length: number): Uint8Array {
    this.#check()
    if (!this.flags.read) throw new Errno('EBADF')
    if (this.#offset + BigInt(length) > MAX_OFFSET) throw new Errno('EINVAL')
    const { node } = this.#entry
    if (node.kind === 'directory') throw new Errno('EISDIR')
    if (length === 0 || node.kind === 'symlink') return new Uint8Array(0)
    if (node.kind === 'file') return this.#advance(this.#text(node.read), length)
    if (node.size !== undefined) {
      const left = node.size - this.#offset
      const bytes = new Uint8Array(left <= 0n ? 0 : left < BigInt(length) ? Number(left) : length)
      this.#offset += BigInt(bytes.length)
      return bytes
    }
    if (!node.read) throw new Errno('EINVAL')
    return node.read(length)
  }

  write(bytes: Uint8Array): number {
    this.#check()
    if (!this.flags.write) throw new Errno('EBADF')
    const { node } = this.#entry
    if (node.kind === 'character' && node.write) return node.write(bytes)
    // Disks have no content here: better no write at all than one that is forgotten.
    if (node.kind === 'block') throw new Errno('EPERM')
    // proc_reg_write: a file that has no way to be written
    if (node.kind !== 'file' || !node.write) throw new Errno(node.kind === 'character' ? 'EINVAL' : 'EIO')
    node.write(bytes)
    this.#offset += BigInt(bytes.length)
    return bytes.length
  }

  fits(length: number): number {
    return length
  }

  seek(offset: bigint, whence: Whence): bigint {
    this.#check()
    const { node } = this.#entry
    if (node.kind === 'character') {
      if (node.seek === 'none') throw new Errno('ESPIPE')
      return 0n
    }
    const sysfs = this.#type === 'sysfs' && node.kind === 'file'
    // seq_lseek knows no end
    if (node.kind === 'file' && !sysfs && whence === 'end') throw new Errno('EINVAL')
    const size = node.kind === 'block' ? (node.size ?? 0n) : sysfs ? SYSFS_SIZE : 0n
    const max = node.kind === 'block' ? size : sysfs ? SYSFS_MAX_OFFSET : MAX_OFFSET
    const target = seekTarget(offset, whence === 'set' ? 0n : whence === 'cur' ? this.#offset : size, max)
    if (target === undefined) throw new Errno('EINVAL')
    this.#offset = target
    return target
  }

  stat(): FileStat {
    this.#check()
    return statSynthetic(this.#entry, this.#host.born, this.#type)
  }

  chmod(): void {
    this.#check()
    throw new Errno('EPERM')
  }

  truncate(): void {
    this.#check()
    throw new Errno('EINVAL')
  }

  close(): void {
    this.#check()
    this.#open = false
    this.#host.release(this)
  }

  /** Makes it answer EBADF: the guest it belonged to was restored to an earlier state. */
  invalidate(): void {
    this.#open = false
  }

  snapshot(): OpenFileSnapshot {
    const content = this.#content
    return {
      ...{ id: this.id, path: this.path, flags: this.flags, offset: this.#offset, synthetic: this.#canonical },
      ...(content && { content: content.slice() }),
    }
  }

  #check(): void {
    if (!this.#open) throw new Errno('EBADF')
  }

  /** The content as it was when reading last started at offset 0. */
  #text(make: () => string | Uint8Array): Uint8Array {
    if (this.#offset === 0n || !this.#content) {
      const made = make.call(this.#entry.node)
      this.#content = typeof made === 'string' ? new TextEncoder().encode(made) : made
    }
    return this.#content
  }

  #advance(content: Uint8Array, length: number): Uint8Array {
    if (this.#offset >= BigInt(content.length)) return new Uint8Array(0)
    const bytes = content.slice(Number(this.#offset), Number(this.#offset) + length)
    this.#offset += BigInt(bytes.length)
    return bytes
  }
}
