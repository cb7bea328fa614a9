/** What Proxmox VE tells of a VM: those counters that its guest has no source for are 0. */
import type { HttpJson } from '../../json.js'
import { networkCards } from './config.js'
import type { Guest } from './guest.js'

const SECTOR = 512n

export type Status = { readonly [name: string]: HttpJson | undefined }

/** What its node knows; `isFull`: and what QEMU says when it is asked. */
export function statusOf(guest: Guest, { isFull, version }: { isFull: boolean; version: string }): Status {
  const { vm, vmid, name, pid, isRunning, uptime } = guest
  const { config } = vm.guest
  return {
    vmid,
    pid,
    status: isRunning ? 'running' : 'stopped',
    name,
    cpus: config.vcpus.length,
    cpu: 0,
    maxmem: config.memory.size,
    mem: 0,
    maxdisk: bootDisk(guest),
    disk: 0,
    uptime,
    ...traffic(guest),
    ...transfers(guest),
    ...(Number.parseInt(version, 10) >= 9 && { memhost: 0, ...(isRunning && PRESSURES) }),
    ...(isFull && fromQemu(guest)),
  }
}

/** As lists of resources have it: what the node has told of itself lately. */
export function resourceOf(guest: Guest, version: string): Status {
  const { pid: _, cpus, ...known } = statusOf(guest, { isFull: false, version })
  const counters = Object.entries(known).filter(([key]) => !(key in PRESSURES))
  const id = `qemu/${guest.vmid}`
  return { id, type: 'qemu', node: guest.node, template: 0, maxcpu: cpus, ...Object.fromEntries(counters) }
}

const PRESSURES = {
  pressurecpusome: 0,
  pressurecpufull: 0,
  pressureiosome: 0,
  pressureiofull: 0,
  pressurememorysome: 0,
  pressurememoryfull: 0,
}

function fromQemu(guest: Guest): Status {
  const { vm, isRunning } = guest
  if (!isRunning) return { qmpstatus: 'stopped' }
  const { version, machineType } = vm.qemu.config
  return { qmpstatus: vm.status, 'running-machine': machineType, 'running-qemu': version, nics: nics(guest) }
}

/** Of its network cards together: `netin` is what it has received. */
function traffic(guest: Guest): { readonly netin: bigint; readonly netout: bigint } {
  const cards = guest.isRunning ? networkCards(guest.vm) : []
  return {
    netin: cards.reduce((sum, { statistics }) => sum + statistics.rxBytes, 0n),
    netout: cards.reduce((sum, { statistics }) => sum + statistics.txBytes, 0n),
  }
}

/** Of its disks together, bytes since the guest booted. */
function transfers({ vm, isRunning }: Guest): { readonly diskread: bigint; readonly diskwrite: bigint } {
  const devices = isRunning ? vm.guest.activity.disks.list() : []
  const disks = devices.filter(({ disk, partition }) => partition === undefined && disk.slaves === undefined)
  return {
    diskread: disks.reduce((sum, { counters }) => sum + counters.readSectors * SECTOR, 0n),
    diskwrite: disks.reduce((sum, { counters }) => sum + counters.writeSectors * SECTOR, 0n),
  }
}

function nics({ vm, vmid }: Guest): Status {
  return Object.fromEntries(
    networkCards(vm).map(({ statistics }, index) => [
      `tap${vmid}i${index}`,
      { netin: statistics.rxBytes, netout: statistics.txBytes },
    ]),
  )
}

/** Bytes. */
function bootDisk({ vm }: Guest): bigint {
  return vm.guest.config.disks.find(({ slaves }) => slaves === undefined)?.size ?? 0n
}
