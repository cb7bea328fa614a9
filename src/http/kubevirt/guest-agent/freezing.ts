/** Freezing a guest, thawing it, and the thaw that comes when nobody has called for one. */
import type { Clock, Timer } from '../../../guest/clock.js'
import type { DomainAgent } from '../libvirt/domain-agent.js'
import { ignoreLibvirtError } from '../libvirt/libvirt-error.js'

const SECOND = 1_000_000_000n

export class Freezing {
  readonly #domain: DomainAgent
  readonly #clock: Clock
  readonly #done: () => void
  #safetyThaw: Timer | undefined

  /** `done` is called when a guest was frozen, or thawed. */
  constructor(domain: DomainAgent, clock: Clock, done: () => void) {
    this.#domain = domain
    this.#clock = clock
    this.#done = done
  }

  /**
   * Freezes the file systems unless they are, and thaws them after so many seconds, if not 0. `timeout`: for the freeze, and
   * for that thaw, in milliseconds. Rejects with LibvirtError.
   */
  freeze(unfreezeTimeout: number, timeout: number): Promise<void> {
    return this.#domain.burst(async () => {
      // One that is frozen already keeps the time that it was given.
      if ((await this.#domain.command('guest-fsfreeze-status')) === 'frozen') return
      await this.#domain.command('guest-fsfreeze-freeze', undefined, { timeout })
      this.#done()
      this.cancelSafetyThaw()
      if (unfreezeTimeout !== 0) this.#planSafetyThaw(unfreezeTimeout, timeout)
    })
  }

  /** Thaws the file systems unless they are thawed. `timeout`: milliseconds. Rejects with LibvirtError. */
  unfreeze(timeout: number): Promise<void> {
    this.cancelSafetyThaw()
    return this.#domain.burst(async () => {
      // Who can't be asked may be frozen.
      const status = await this.#domain.command('guest-fsfreeze-status').catch(ignoreLibvirtError)
      if (status === 'thawed') return
      await this.#domain.command('guest-fsfreeze-thaw', undefined, { timeout })
      this.#done()
    })
  }

  cancelSafetyThaw(): void {
    this.#safetyThaw?.cancel()
    this.#safetyThaw = undefined
  }

  #planSafetyThaw(seconds: number, timeout: number): void {
    this.#safetyThaw = this.#clock.host(
      BigInt(Math.max(seconds, 0)) * SECOND,
      () => void this.unfreeze(timeout).catch(ignoreLibvirtError),
      { background: true },
    )
  }
}
