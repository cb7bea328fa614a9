import { until } from './until.js'
import type { Vm } from './vm.js'

/**
 * As `vm.until`, for a promise that waits for several VMs: their clocks go on together, each by as much as the one lacks
 * that has something due first. Rejects when nothing is due on any of them any more. Throws Error when one is closed.
 */
export function untilAll<T>(vms: readonly Vm[], promise: Promise<T>): Promise<T> {
  if (vms.length === 0) throw new TypeError('untilAll: expected a VM at least, got an empty list')
  const closed = vms.find(({ isClosed }) => isClosed)
  if (closed !== undefined) throw new Error(`untilAll: the VM ${closed.name} is closed`)
  return until(promise, {
    clocks: [...new Set(vms)].map(({ guest }) => guest.clock),
    activity: () => vms.reduce((sum, { activity }) => sum + activity, 0),
  })
}
