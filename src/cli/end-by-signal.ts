import type { Vm } from '../vm.js'

/** QEMU's process ends as at a signal: whoever watches its monitors is told so, at the time that it is now. */
export function endBySignal(vm: Vm): void {
  vm.do({ vm: 'signal' })
}
