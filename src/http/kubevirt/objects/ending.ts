/** How guests have ended, of which nothing can be seen afterwards: kept by VM, whether its journal keeps anything or not. */
import type { TraceEvent } from '../../../trace/events.js'
import type { Vm } from '../../../vm.js'

const endings = new WeakMap<Vm, Ending>()

/** Whether it was the guest that ended last: by itself, and not for a panic. From the first question on it is followed. */
export function hasPoweredOff(vm: Vm): boolean {
  const ending = endings.get(vm) ?? new Ending(vm)
  endings.set(vm, ending)
  return ending.hasPoweredOff
}

class Ending {
  readonly #vm: Vm
  /** When that has changed, on the monotonic clock. */
  #changes: { readonly at: bigint; readonly hasPoweredOff: boolean }[] = []

  constructor(vm: Vm) {
    this.#vm = vm
    for (const event of vm.events) this.#hear(event)
    vm.onEvent(event => this.#hear(event))
  }

  get hasPoweredOff(): boolean {
    const now = this.#vm.guest.clock.monotonic()
    // Of a VM that was put back the rest is undone.
    this.#changes = this.#changes.filter(({ at }) => at <= now)
    return this.#changes.at(-1)?.hasPoweredOff ?? false
  }

  #hear(event: TraceEvent): void {
    const before = this.#changes.at(-1)?.hasPoweredOff ?? false
    const now = after(before, event)
    if (now !== before) this.#changes.push({ at: event.at, hasPoweredOff: now })
  }
}

function after(hasPoweredOff: boolean, event: TraceEvent): boolean {
  if (event.type === 'vm' && event.state === 'started') return false
  if (event.type !== 'qemu') return hasPoweredOff
  if (event.event === 'SHUTDOWN') return event.data.guest && event.data.reason !== 'guest-panic'
  // It ran on after that.
  return event.event === 'RESUME' || event.event === 'RESET' ? false : hasPoweredOff
}
