/** The ids of guest-sync-delimited: the pid of a worker of pvedaemon, 0, and what it has counted so far. */
import type { Vm } from '../../../vm.js'

/** A pid would be chance: it is the same worker always. */
const WORKER = 1042

/** By VM, so that what one of them is asked doesn't depend on the others. The host's: no snapshot of a VM holds it. */
const counts = new WeakMap<Vm, number>()

/** Those of a VM grow, whatever asks it. */
export function nextSyncId(vm: Vm): bigint {
  const count = (counts.get(vm) ?? 0) + 1
  counts.set(vm, count)
  return BigInt(`${WORKER}0${count}`)
}
