/** Who waits for a guest over HTTP waits on its clock, so that a time-out of an hour takes no time. */
import type { Vm } from '../vm.js'

/**
 * Gives what the promise gives. In the modes `auto` and `step` the clock jumps to what is due meanwhile, as `vm.until`
 * does; in mode `manual` whoever made the request moves it; in mode `real` it moves by itself.
 */
export function patiently<T>(vm: Vm, promise: Promise<T>): Promise<T> {
  const { mode } = vm.guest.clock
  return mode === 'auto' || mode === 'step' ? vm.until(promise) : promise
}
