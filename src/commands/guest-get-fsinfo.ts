import { DISK_BUSES, type DiskConfig } from '../guest/config.js'
import { deviceNumber } from '../guest/device-number.js'
import { Errno } from '../guest/errno.js'
import type { BlockMount } from '../guest/mounts.js'
import { type Infer, q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { sysfsEntryFailed } from './texts.js'

const PciAddress = q.struct('GuestPCIAddress', {
  domain: q.int,
  bus: q.int,
  slot: q.int,
  function: q.int,
})

const DiskBusType = q.enum('GuestDiskBusType', DISK_BUSES)

const DiskAddress = q.struct('GuestDiskAddress', {
  'pci-controller': q.doc("the PCI address of the disk's controller", PciAddress),
  'bus-type': DiskBusType,
  bus: q.int,
  target: q.int,
  unit: q.int,
})

const FilesystemInfo = q.struct('GuestFilesystemInfo', {
  name: q.doc('kernel name of the device', q.str),
  mountpoint: q.str,
  type: q.doc('"ext4" and the like', q.str),
  disk: q.doc('the disks that it lies on', q.list(DiskAddress)),
})

export const guestGetFsinfo = defineCommand({
  name: 'guest-get-fsinfo',
  since: '2.2',
  doc: 'The file systems on block devices, in reverse order of the mount table.',
  returns: q.list(FilesystemInfo),
  run: ({ guest }) =>
    // The agent goes through the table and puts each before the others: the first that fails is the one it tells.
    guest.mounts.blockMounts.map(describe).toReversed(),
})

function describe({ source, path, type, disk, partition, sysfsError }: BlockMount): Infer<typeof FilesystemInfo> {
  if (sysfsError !== undefined) throw sysfsEntryFailed(deviceNumber(disk, partition), new Errno(sysfsError))
  return { name: source, mountpoint: path, type, disk: [address(disk)] }
}

function address({ pci, busType, bus, target, unit }: DiskConfig): Infer<typeof DiskAddress> {
  return {
    'pci-controller': {
      domain: BigInt(pci.domain),
      bus: BigInt(pci.bus),
      slot: BigInt(pci.slot),
      function: BigInt(pci.function),
    },
    'bus-type': busType,
    bus: BigInt(bus),
    target: BigInt(target),
    unit: BigInt(unit),
  }
}
