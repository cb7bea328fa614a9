import type { DiskConfig, PciAddress } from '../../guest/config.js'
import type { Behaviour } from '../behaviour.js'
import type { DiskAddress } from '../disk-address.js'
import type { WindowsBehaviour } from './behaviour.js'

/** Only here Windows tells path, target and unit. */
const WITH_PLACE = ['scsi', 'ide', 'raid', 'sas']
/** Windows knows hubs and ports for it, but no place on the PCI bus. */
const WITHOUT_PCI = ['usb']

const UNKNOWN: PciAddress = { domain: -1, bus: -1, slot: -1, function: -1 }

/** Where a disk is; `dev`: `\\.\PhysicalDrive0`. */
export function diskAddress(disk: DiskConfig, dev: string, agent: Behaviour, windows: WindowsBehaviour): DiskAddress {
  const { busType, serial } = disk
  const hasPlace = WITH_PLACE.includes(busType)
  return {
    'pci-controller': toPci(disk, windows),
    'bus-type': busType === 'nvme' && !agent.knowsNvme ? 'unknown' : busType,
    bus: BigInt(hasPlace ? disk.bus : 0),
    target: BigInt(hasPlace ? disk.target : 0),
    unit: BigInt(hasPlace ? disk.unit : 0),
    ...(serial !== undefined && serial !== '' && { serial }),
    dev,
  }
}

/** Of a CD-ROM, which lies on no disk: all that is known is what kind of bus it has. */
export function driveAddress(disk: DiskConfig, dev: string, agent: Behaviour, windows: WindowsBehaviour): DiskAddress {
  const { serial: _, pci: __, ...drive } = disk
  return diskAddress({ ...drive, bus: 0, target: 0, unit: 0 }, dev, agent, windows)
}

function toPci({ busType, pci = UNKNOWN }: DiskConfig, { pciAddressOf }: WindowsBehaviour) {
  const isOld = pciAddressOf !== 'all'
  const isKnown = !WITHOUT_PCI.includes(busType) && (!isOld || WITH_PLACE.includes(busType))
  const { domain, bus, slot, function: fn } = isKnown ? pci : UNKNOWN
  return {
    domain: BigInt(isOld ? slot : domain),
    bus: BigInt(bus),
    slot: BigInt(slot),
    function: BigInt(fn),
  }
}
