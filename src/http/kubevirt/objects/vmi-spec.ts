/** What a VirtualMachineInstance is made of, as far as its guest tells. */
import type { GuestConfig } from '../../../guest/config.js'
import type { Vm } from '../../../vm.js'
import { disksOf } from './disks.js'
import type { JsonObject } from './kube-object.js'
import { quantity } from './quantity.js'
import { firmwareUuid } from './uuid.js'

/** Seconds between the power button and the end of QEMU. */
export const GRACE_PERIOD = 30

export interface Nic {
  /** Of the interface in the spec: "default", "nic1". */
  readonly name: string
  readonly mac: string
}

/** The network cards: what has an address of its own in the guest as it boots. */
export function nicsOf({ guest }: Vm): Nic[] {
  const macs = guest.config.interfaces.flatMap(({ mac }) =>
    mac === undefined || mac === 'none' || /^00(:00)*$/.test(mac) ? [] : mac,
  )
  return [...new Set(macs)].map((mac, index) => ({ name: index === 0 ? 'default' : `nic${index}`, mac }))
}

export function topologyOf({ guest, qemu }: Vm): { cores: number; sockets: number; threads: number } {
  const { cores, sockets, threads } = qemu.config.topology ?? {
    cores: guest.config.vcpus.length,
    sockets: 1,
    threads: 1,
  }
  return { cores, sockets, threads }
}

export function vmiSpec(vm: Vm, name: string): JsonObject {
  const { config } = vm.guest
  const disks = disksOf(vm)
  const nics = nicsOf(vm)
  const memory = quantity(config.memory.size)
  return {
    architecture: architectureOf(config),
    domain: {
      cpu: { ...topologyOf(vm), model: 'host-model' },
      devices: {
        disks: disks.map(({ name: disk, kind, bus, serial }) => ({
          [kind]: { bus },
          name: disk,
          ...(serial !== undefined && { serial }),
        })),
        interfaces: nics.map(nic => ({ bridge: {}, macAddress: nic.mac, model: 'virtio', name: nic.name })),
      },
      features: { acpi: { enabled: true } },
      firmware: { uuid: vm.qemu.config.uuid ?? firmwareUuid(name) },
      machine: { type: config.machine },
      memory: { guest: memory },
      resources: { requests: { memory } },
    },
    evictionStrategy: 'None',
    networks: nics.map((nic, index) =>
      index === 0 ? { name: nic.name, pod: {} } : { multus: { networkName: nic.name }, name: nic.name },
    ),
    terminationGracePeriodSeconds: GRACE_PERIOD,
    volumes: disks.map(disk => ({ name: disk.name, persistentVolumeClaim: { claimName: `${name}-${disk.name}` } })),
  }
}

function architectureOf({ kernel }: GuestConfig): string {
  if (kernel.machine === 'aarch64') return 'arm64'
  return kernel.machine === 's390x' ? 's390x' : 'amd64'
}
