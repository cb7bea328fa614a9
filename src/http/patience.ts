/** Who waits for a guest over HTTP waits on its clock, so that a time-out of an hour takes no time. */
import type { Vm } from '../vm.js'

/**
 * Gives what the promise gives. In the modes `auto` and `step` the clock jumps to what is due meanwhile, as `vm.until`
 * does; in mode `manual` whoever made the request moves it; in mode `real` it moves by itself.
 */
export function patiently<T>(vm: Vm, promise: Promise<T>): Promise<T> {
  const { mode } = vm.guest.clock
  return mode === 'auto' || mode === 'step' ? waitingRoomOf(vm).wait(promise) : promise
}

const rooms = new WeakMap<Vm, WaitingRoom>()

function waitingRoomOf(vm: Vm): WaitingRoom {
  const room = rooms.get(vm) ?? new WaitingRoom(vm)
  rooms.set(vm, room)
  return room
}

/** All who wait for one VM: one of them moves its clock for all, lest each takes a jump of his own in the same quiet. */
class WaitingRoom {
  readonly #vm: Vm
  #waiting = 0
  /** Is over when nobody waits any more. */
  #turning: Promise<never> | undefined
  #empty = () => {}

  constructor(vm: Vm) {
    this.#vm = vm
  }

  async wait<T>(promise: Promise<T>): Promise<T> {
    // Whoever waits hears of it; where the VM is closed nobody does.
    promise.catch(() => {})
    this.#waiting++
    try {
      this.#turning ??= this.#turn()
      // When all have gone so has this one: only that there is nothing to wait for can come first.
      return await Promise.race([promise, this.#turning])
    } finally {
      this.#waiting--
      if (this.#waiting === 0) {
        this.#turning = undefined
        this.#empty()
      }
    }
  }

  #turn(): Promise<never> {
    const empty = new Promise<never>(resolve => {
      this.#empty = resolve as () => void
    })
    return this.#vm.until(empty)
  }
}
