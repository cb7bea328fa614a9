/** What virt-api refuses by itself. Its Status objects name the resource in the singular. */
import { type ApiError, conflict, notFound } from '../api/status.js'
import { phaseOf } from '../objects/life.js'
import type { SubresourceGuest } from './subresource.js'

const VMI = { group: 'kubevirt.io', resource: 'virtualmachineinstance' }

export const noSuchInstance = (name: string): ApiError => notFound(VMI, name)
export const refusedNow = (name: string, why: string): ApiError => conflict(VMI, name, why)

/** Throws ApiError. @param what Some calls say "VM", others "VMI". */
export function assertRunning({ vm, name }: Pick<SubresourceGuest, 'vm' | 'name'>, what: 'VM' | 'VMI'): void {
  if (phaseOf(vm) !== 'Running') throw refusedNow(name, `${what} is not running`)
}
