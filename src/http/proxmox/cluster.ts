/** The cluster behind the API: its nodes, and the VMs on them. */
import type { Vm } from '../../vm.js'
import { type Fleet, membersOf } from '../fleet.js'
import { died } from './error.js'

/** What the cluster knows of a VM, wherever it is left out what the VM's scenario says under `proxmox`. */
export interface ProxmoxMember {
  /** The node that it runs on: "pve". */
  readonly node?: string | undefined
  /** The scenario's. */
  readonly name?: string | undefined
  /** Whether `agent: 1` stands in its configuration: true. */
  readonly agent?: boolean | undefined
}

export interface ProxmoxGuest {
  readonly vmid: number
  readonly node: string
  readonly name: string
  readonly hasAgent: boolean
  readonly vm: Vm
}

const FIRST_VMID = 100

export class Cluster {
  readonly guests: ReadonlyMap<number, ProxmoxGuest>
  readonly nodes: readonly string[]

  constructor(vms: Vm | Fleet<ProxmoxMember>) {
    const guests = membersOf('proxmoxHandlers', vms).map(({ id = String(FIRST_VMID), vm, settings }): ProxmoxGuest => {
      if (!/^[1-9]\d{2,8}$/.test(id)) {
        throw new TypeError(`proxmoxHandlers: expected a VMID from 100 to 999999999, got "${id}"`)
      }
      const { node = 'pve', name = vm.name, agent = true } = settings
      return { vmid: Number(id), node, name, hasAgent: agent, vm }
    })
    this.guests = new Map(guests.map(guest => [guest.vmid, guest]))
    this.nodes = [...new Set(guests.map(({ node }) => node))]
  }

  /** Throws PveError 500. */
  guest(node: string, vmid: number): ProxmoxGuest {
    const guest = this.guests.get(vmid)
    if (guest?.node !== node) throw died(`Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`)
    return guest
  }
}
