import { Errno } from '../errno.js'
import type { OpenFile, OpenFlags } from './open-file.js'
import type { FileStat } from './stat.js'

/** A fifo or a pipe that was read to its end, for a program that can't wait while it reads. */
export class FifoContent implements OpenFile {
  readonly id = 0
  readonly path: string
  readonly flags: OpenFlags = { read: true, write: false }
  readonly #node: Pick<OpenFile, 'stat' | 'chmod'>
  #rest: Uint8Array

  /** `node`: what it is the content of. */
  constructor(path: string, content: Uint8Array, node: Pick<OpenFile, 'stat' | 'chmod'>) {
    this.path = path
    this.#node = node
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
    return this.#node.stat()
  }

  chmod(mode: number): void {
    this.#node.chmod(mode)
  }

  truncate(): void {
    throw new Errno('EINVAL')
  }

  close(): void {}
}
