/** How a guest is ended: its power button is pressed, and its QEMU ended when it takes longer than its time of grace. */
import type { Timer } from '../../../guest/clock.js'
import type { Vm } from '../../../vm.js'
import { GRACE_PERIOD } from './vmi-spec.js'

const SECOND = 1_000_000_000n

export class Termination {
  readonly #vm: Vm
  #grace: Timer | undefined
  #isAtOnce = false

  constructor(vm: Vm) {
    this.#vm = vm
  }

  /** There is no time of grace, so that QEMU's end is no failure of the guest's. */
  get isAtOnce(): boolean {
    return this.#isAtOnce
  }

  /** @param gracePeriod Seconds. Without it one that has begun goes on as it has. */
  begin(gracePeriod: number | undefined): void {
    if (gracePeriod !== undefined && gracePeriod <= 0) {
      this.#isAtOnce = true
      this.#end()
      return
    }
    const isFirst = this.#grace === undefined
    if (isFirst || gracePeriod !== undefined) {
      this.#grace?.cancel()
      this.#grace = this.#vm.guest.clock.outside(BigInt(gracePeriod ?? GRACE_PERIOD) * SECOND, () => this.#end())
    }
    if (isFirst) this.#vm.powerdown()
  }

  /** The guest has ended, or is to live on after all. */
  forget(): void {
    this.#grace?.cancel()
    this.#grace = undefined
    this.#isAtOnce = false
  }

  #end(): void {
    this.#vm.do({ vm: 'signal' })
  }
}
