/** The descriptors of one process, by number. */
import { Errno } from '../errno.js'
import type { Description } from './description.js'

/** RLIMIT_NOFILE as systemd sets it for services. */
const MOST = 1024

export class Descriptors {
  readonly #byNumber = new Map<number, Description>()
  #isOfDead = false

  /** Throws EBADF. */
  get(fd: number): Description {
    const description = this.#byNumber.get(fd)
    if (description === undefined) throw new Errno('EBADF')
    return description
  }

  has(fd: number): boolean {
    return this.#byNumber.has(fd)
  }

  /** Ascending. */
  list(): readonly (readonly [fd: number, description: Description])[] {
    return [...this.#byNumber].sort(([a], [b]) => a - b)
  }

  /** Lets a number refer to it, as dup2(2); what the number referred to is closed. Does nothing once all are closed. */
  set(fd: number, description: Description): void {
    if (this.#isOfDead) return
    description.hold()
    this.#byNumber.get(fd)?.release()
    this.#byNumber.set(fd, description)
  }

  /** The lowest free number from `from` on; throws EMFILE when there is none. */
  add(description: Description, from = 0): number {
    const fd = this.lowestFree(from)
    if (fd >= MOST) throw new Errno('EMFILE')
    this.set(fd, description)
    return fd
  }

  lowestFree(from = 0): number {
    let fd = from
    while (this.#byNumber.has(fd)) fd++
    return fd
  }

  /** Throws EBADF. */
  close(fd: number): void {
    this.get(fd).release()
    this.#byNumber.delete(fd)
  }

  /** The process has ended: what it puts back while its program is left behind would never be closed. */
  closeAll(): void {
    this.#isOfDead = true
    for (const [fd] of this.list()) this.close(fd)
  }

  /** The same for another process, as fork(2) leaves them. */
  copyTo(other: Descriptors): void {
    for (const [fd, description] of this.list()) other.set(fd, description)
  }
}
