/** Where a disk is, as guest-get-fsinfo and guest-get-disks tell it. */
import type { BlockDevice } from '../guest/block-devices.js'
import { DISK_BUSES, type PciAddress } from '../guest/config.js'
import { type Infer, q } from '../qapi/descriptor.js'
import type { Behaviour } from './behaviour.js'

const GuestPciAddress = q.struct('GuestPCIAddress', {
  domain: q.int,
  bus: q.int,
  slot: q.int,
  function: q.int,
})

const GuestCcwAddress = q.struct('GuestCCWAddress', {
  cssid: q.int,
  ssid: q.int,
  subchno: q.int,
  devno: q.int,
})

export const DiskAddress = q.struct('GuestDiskAddress', {
  'pci-controller': q.doc("the PCI address of the disk's controller; -1 where it is not known", GuestPciAddress),
  'bus-type': q.enum('GuestDiskBusType', DISK_BUSES),
  bus: q.int,
  target: q.int,
  unit: q.int,
  serial: q.since('3.1', q.optional(q.doc('as udev tells it', q.str))),
  dev: q.since('3.1', q.optional(q.doc('"/dev/vda1"', q.str))),
  'ccw-address': q.since('6.0', q.optional(q.doc('of a disk on an s390 machine', GuestCcwAddress))),
})
export type DiskAddress = Infer<typeof DiskAddress>

const UNKNOWN: PciAddress = { domain: -1, bus: -1, slot: -1, function: -1 }

/** Undefined: the agent leaves out what it can't place. */
export function diskAddress({ name, disk }: BlockDevice, behaviour: Behaviour): DiskAddress | undefined {
  const { bus, target, unit, serial, ccw } = disk
  const device = { ...(serial !== undefined && { serial }), dev: `/dev/${name}` }
  // The agent goes by the controller's driver: one that it doesn't know tells it nothing.
  const isKnown = disk.busType !== 'nvme' || behaviour.knowsNvme
  const pci = isKnown ? disk.pci : undefined
  if (pci === undefined && behaviour.unplacedDisk === 'left out') return undefined
  const place = isKnown ? { bus, target, unit } : { bus: 0, target: 0, unit: 0 }
  return {
    'pci-controller': integers(pci ?? UNKNOWN),
    'bus-type': isKnown ? disk.busType : 'unknown',
    ...integers(place),
    ...device,
    ...(ccw !== undefined && { 'ccw-address': integers(ccw) }),
  }
}

function integers<K extends string>(numbers: Readonly<Record<K, number>>): Record<K, bigint> {
  return Object.fromEntries(Object.entries<number>(numbers).map(([name, number]) => [name, BigInt(number)])) as Record<
    K,
    bigint
  >
}
