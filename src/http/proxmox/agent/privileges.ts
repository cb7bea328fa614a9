/** Who may make the calls to an agent. */
import type { Permission } from '../call.js'

const ALL = 'VM.GuestAgent.Unrestricted'

/** Whoever has one of those on the VM, or all of the agent's. */
export function anyOf(...privileges: readonly string[]): Permission {
  return { path: '/vms/{vmid}', anyOf: [...privileges, ALL] }
}
