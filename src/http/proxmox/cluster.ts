/** The cluster behind the API: its nodes, the VMs on them, and the tasks that it runs. */
import { PROXMOX_VERSION } from '../../scenario/proxmox-version.js'
import type { Vm } from '../../vm.js'
import { type Fleet, membersOf } from '../fleet.js'
import { checkProxmoxMember, proxmoxSettings } from '../options.js'
import { died } from './error.js'
import type { ProxmoxOptions } from './options.js'
import { placeOf } from './place.js'
import { pidsOf } from './tasks/pids.js'
import { Tasks } from './tasks/tasks.js'
import { Guest } from './vms/guest.js'

export type { ProxmoxGuest } from './vms/guest.js'

/** What the cluster knows of a VM, wherever it is left out what the VM's scenario says under `proxmox`. */
export interface ProxmoxMember {
  /** The node that it runs on: "pve". */
  readonly node?: string | undefined
  /** The scenario's. */
  readonly name?: string | undefined
  /** Whether `agent: 1` stands in its configuration: true. */
  readonly agent?: boolean | undefined
}

export class Cluster {
  /** Of Proxmox VE: "9.0.3". */
  readonly version: string
  /** By their VMIDs, in the order of the fleet. */
  readonly guests: ReadonlyMap<number, Guest>
  readonly nodes: readonly string[]
  readonly tasks: Tasks

  /** Throws TypeError. */
  constructor(vms: Vm | Fleet<ProxmoxMember>, { version }: Pick<ProxmoxOptions, 'version'> = {}) {
    const members = membersOf({ name: 'proxmoxHandlers', example: '{ 100: vm }' }, vms)
    this.version = version ?? members.map(({ vm }) => proxmoxSettings(vm).version)[0] ?? PROXMOX_VERSION
    const pids = pidsOf(members.map(({ vm }) => vm)[0] as Vm)
    this.tasks = new Tasks(pids)
    const guests = members.map(({ id, vm, settings }) => {
      const scenario = proxmoxSettings(vm)
      const place = placeOf(vm)
      return new Guest(
        {
          vmid: id === undefined ? place.vmid : checkProxmoxMember(id, settings),
          node: settings.node ?? place.node,
          name: settings.name ?? scenario.name ?? vm.name,
          hasAgent: settings.agent ?? scenario.agent ?? true,
          vm,
        },
        pids,
      )
    })
    this.guests = new Map(guests.map(guest => [guest.vmid, guest]))
    this.nodes = [...new Set(guests.map(({ node }) => node))]
  }

  /** Throws PveError 500, also where the VM is closed. */
  guest(node: string, vmid: number): Guest {
    const guest = this.guests.get(vmid)
    if (guest?.node !== node) throw died(`Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`)
    guest.assertOpen()
    return guest
  }

  /** In the order of the fleet. */
  guestsOf(node: string): Guest[] {
    return [...this.guests.values()].filter(guest => guest.node === node)
  }
}
