/** Where a VM stands in the cluster that has no place from a fleet. */
import type { Vm } from '../../vm.js'
import { proxmoxSettings } from '../options.js'

export interface Place {
  readonly node: string
  readonly vmid: number
}

/** As its scenario says; else it is the first one of the node that an installation begins with. */
export function placeOf(vm: Vm): Place {
  const { node = 'pve', vmid = 100 } = proxmoxSettings(vm)
  return { node, vmid }
}
