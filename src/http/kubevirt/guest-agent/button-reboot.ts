/** A reboot by the power button: the guest goes down as if for good, and is booted when it is down. */
import type { TraceEvent } from '../../../trace/events.js'
import type { Vm } from '../../../vm.js'

export class ButtonReboot {
  readonly #vm: Vm
  /** `pressed`: the guest was told, and what it does next it does because of that. */
  #stage: 'none' | 'begun' | 'pressed' = 'none'
  /** How often the VM was put back by then. */
  #timesRestored = 0
  #isBooting = false

  constructor(vm: Vm) {
    this.#vm = vm
  }

  /** Presses the button. */
  begin(): void {
    this.#stage = 'begun'
    this.#timesRestored = this.#vm.guest.clock.timesRestored
    this.#vm.powerdown()
  }

  /** The guest is off, and boots at once. */
  get isBooting(): boolean {
    return this.#isBooting
  }

  /** What QEMU tells: whoever presses the button for another reason, resets or ends the guest takes its reboot away. */
  heard(told: Extract<TraceEvent, { type: 'qemu' }>): void {
    switch (told.event) {
      case 'POWERDOWN':
        this.#stage = this.#stage === 'begun' ? 'pressed' : 'none'
        break
      case 'SHUTDOWN':
        if (this.#isDue && told.data.reason === 'guest-shutdown') this.#boot()
        this.#stage = 'none'
        break
      case 'RESET':
        this.#stage = 'none'
        break
    }
  }

  get #isDue(): boolean {
    return this.#stage === 'pressed' && this.#timesRestored === this.#vm.guest.clock.timesRestored
  }

  #boot(): void {
    this.#isBooting = true
    // QEMU is still on its way down.
    queueMicrotask(() => {
      if (!this.#vm.isClosed) this.#vm.wakeup()
      this.#isBooting = false
    })
  }
}
