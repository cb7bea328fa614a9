import { Errno } from '../errno.js'
import type { Guest } from '../guest.js'
import type { Mount } from '../mounts.js'

export interface UfsSuspendSnapshot {
  readonly isOpen: boolean
  /** Where the file system is mounted that is suspended. */
  readonly suspended?: string
}

const DEVICE = '/dev/ufssuspend'

/**
 * /dev/ufssuspend of FreeBSD as the agent has it open. A descriptor of it suspends one UFS, and closing it, which the end
 * of the process does too, lets go of that.
 */
export class UfsSuspend {
  readonly #guest: Guest
  #isOpen = false
  #suspended: Mount | undefined

  constructor(guest: Guest) {
    this.#guest = guest
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Throws Errno, as open(2) does. */
  open(user: string): void {
    this.#guest.files.access(DEVICE, 'rw', this.#guest.users.credentials(user))
    this.#isOpen = true
  }

  /** The ioctl UFSSUSPEND. Throws EBUSY for any but the first, and what freezing the mount throws. */
  suspend(mount: Mount): void {
    if (this.#suspended !== undefined) throw new Errno('EBUSY')
    this.#guest.mounts.freeze(mount)
    this.#suspended = mount
  }

  /** Returns whether a file system was suspended. */
  close(): boolean {
    const mount = this.#suspended
    this.#isOpen = false
    this.#suspended = undefined
    if (mount === undefined) return false
    if (this.#guest.mounts.isFrozen(mount)) this.#guest.mounts.thaw(mount)
    return true
  }

  snapshot(): UfsSuspendSnapshot {
    const suspended = this.#suspended?.path
    return { isOpen: this.#isOpen, ...(suspended !== undefined && { suspended }) }
  }

  /** The mounts themselves are frozen or not as their own snapshot says. */
  restore({ isOpen, suspended }: UfsSuspendSnapshot): void {
    this.#isOpen = isOpen
    this.#suspended = this.#guest.mounts.table.find(({ path }) => path === suspended)
  }
}
