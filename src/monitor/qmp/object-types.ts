/** The object types that mockvm says it has: those that its machine is made of, and those that host tools look for. */
import { machineTypes } from './machine-types.js'

export interface ObjectType {
  readonly name: string
  readonly parent?: string
  readonly abstract?: boolean
}

const ABSTRACT: readonly ObjectType[] = [
  { name: 'object', abstract: true },
  ...children('object', ['device', 'machine', 'accel', 'bus', 'chardev', 'memory-backend']),
  ...children('device', ['cpu', 'pci-device', 'isa-device', 'sys-bus-device', 'virtio-serial-port']),
  ...children('cpu', ['x86_64-cpu']),
  ...children('machine', ['x86-machine']),
  ...children('x86-machine', ['generic-pc-machine']),
  ...children('sys-bus-device', ['pci-host-bridge']),
  ...children('pci-host-bridge', ['pcie-host-bridge']),
  ...children('pci-device', ['virtio-serial-pci-base', 'pcie-root-port-base', 'base-pci-bridge']),
]

const CONCRETE: Readonly<Record<string, string>> = {
  'pcie-pci-bridge': 'base-pci-bridge',
  'max-x86_64-cpu': 'x86_64-cpu',
  'memory-backend-ram': 'memory-backend',
  // libvirt 9.0 dies of a class that isn't found when it asks for the properties of these.
  'memory-backend-file': 'memory-backend',
  'memory-backend-memfd': 'memory-backend',
  'virtio-serial-bus': 'bus',
  'ICH9-LPC': 'pci-device',
  'tcg-accel': 'accel',
  'virtio-serial-pci': 'virtio-serial-pci-base',
  'isa-serial': 'isa-device',
  container: 'object',
  PIIX4_PM: 'pci-device',
  virtserialport: 'virtio-serial-port',
  'qemu64-x86_64-cpu': 'x86_64-cpu',
  'chardev-socket': 'chardev',
  'host-x86_64-cpu': 'max-x86_64-cpu',
  virtconsole: 'virtserialport',
  pvpanic: 'isa-device',
  'kvm-accel': 'accel',
  'pvpanic-pci': 'pci-device',
  'i440FX-pcihost': 'pci-host-bridge',
  'ich9-ahci': 'pci-device',
  'base-x86_64-cpu': 'x86_64-cpu',
  'pcie-root-port': 'pcie-root-port-base',
  'q35-pcihost': 'pcie-host-bridge',
}

/** Of that version of QEMU, abstract ones included. */
export function objectTypes(version: string): readonly ObjectType[] {
  const machines = machineTypes(version).map(({ name }) => ({
    name: `${name}-machine`,
    parent: name === 'none' ? 'machine' : 'generic-pc-machine',
  }))
  const others = Object.entries(CONCRETE).map(([name, parent]) => ({ name, parent }))
  return [...machines, ...others, ...ABSTRACT]
}

/** Whether it is that type, or one derived from it. */
export function descendsFrom(type: ObjectType, ancestor: string, types: readonly ObjectType[]): boolean {
  if (type.name === ancestor) return true
  const parent = types.find(({ name }) => name === type.parent)
  return parent !== undefined && descendsFrom(parent, ancestor, types)
}

function children(parent: string, names: readonly string[]): ObjectType[] {
  return names.map(name => ({ name, parent, abstract: true }))
}
