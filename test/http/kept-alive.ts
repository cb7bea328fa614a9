import type { Vm } from '../../src/index.js'

/** Whether the clock of a VM of mode real keeps this process alive already: that somebody waits there makes no difference then. */
export function isKeptBy(vm: Vm): boolean {
  const before = timeouts()
  const stopWaiting = vm.timer.after(3_600_000, () => {})
  const after = timeouts()
  stopWaiting()
  return after === before
}

function timeouts(): number {
  return process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
}
