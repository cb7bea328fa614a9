/** The object types that mockvm says it has: those that its machine is made of, and those that host tools look for. */
import { machineTypes } from './machine-types.js'

export interface ObjectType {
  readonly name: string
  readonly parent?: string
  readonly abstract?: boolean
}

const ABSTRACT: readonly ObjectType[] = [
  { name: 'object', abstract: true },
  ...children('object', ['device', 'machine', 'accel', 'bus', 'chardev', 'memory-backend', 'rng-backend']),
  ...children('object', ['event-loop-base']),
  ...children('device', ['cpu', 'pci-device', 'isa-device', 'sys-bus-device', 'virtio-serial-port']),
  ...children('cpu', ['x86_64-cpu']),
  ...children('machine', ['x86-machine']),
  ...children('x86-machine', ['generic-pc-machine']),
  ...children('sys-bus-device', ['pci-host-bridge']),
  ...children('pci-host-bridge', ['pcie-host-bridge']),
  ...children('pci-device', ['virtio-pci', 'pcie-root-port-base', 'base-pci-bridge', 'pci-vga', 'pci-qxl']),
  ...children('pci-device', ['pci-xhci', 'pci-ehci-usb', 'pci-uhci-usb']),
  ...children('virtio-pci', ['virtio-serial-pci-base', 'virtio-rng-pci-base', 'virtio-balloon-pci-base']),
  ...children('virtio-pci', ['virtio-gpu-pci-base', 'virtio-vga-base', 'virtio-scsi-pci-base']),
  ...children('virtio-pci', ['virtio-blk-pci-base', 'virtio-net-pci-base']),
  ...children('virtio-gpu-pci-base', ['virtio-gpu-pci-base-type']),
  ...children('virtio-vga-base', ['virtio-vga-base-type']),
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
  mc146818rtc: 'isa-device',
  'q35-pcihost': 'pcie-host-bridge',
}

/** Without these libvirt refuses what its domains often have. */
const OF_DOMAINS: Readonly<Record<string, string>> = {
  'rng-random': 'rng-backend',
  'rng-builtin': 'rng-backend',
  iothread: 'event-loop-base',
  VGA: 'pci-vga',
  qxl: 'pci-qxl',
  'cirrus-vga': 'pci-device',
  'bochs-display': 'pci-device',
  'virtio-vga': 'virtio-vga-base-type',
  'virtio-gpu-pci': 'virtio-gpu-pci-base-type',
  'virtio-rng-pci': 'virtio-rng-pci-base',
  'virtio-balloon-pci': 'virtio-balloon-pci-base',
  'virtio-scsi-pci': 'virtio-scsi-pci-base',
  'virtio-blk-pci': 'virtio-blk-pci-base',
  'virtio-net-pci': 'virtio-net-pci-base',
  'qemu-xhci': 'pci-xhci',
  'ich9-usb-ehci1': 'pci-ehci-usb',
  'ich9-usb-uhci1': 'pci-uhci-usb',
  'ich9-usb-uhci2': 'pci-uhci-usb',
  'ich9-usb-uhci3': 'pci-uhci-usb',
  'piix3-usb-uhci': 'pci-uhci-usb',
}

/** Of that version of QEMU, abstract ones included. */
export function objectTypes(version: string): readonly ObjectType[] {
  const machines = machineTypes(version).map(({ name }) => ({
    name: `${name}-machine`,
    parent: name === 'none' ? 'machine' : 'generic-pc-machine',
  }))
  const others = Object.entries({ ...CONCRETE, ...OF_DOMAINS }).map(([name, parent]) => ({ name, parent }))
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
