/** Disks as a guest's kernel sees them: what a scenario leaves open is filled in as virt-install and Linux would. */
import type { DiskBus, DiskConfig, PartitionConfig, PciAddress } from '../guest/config.js'
import type { ScenarioInput } from './schema.js'
import { parseSize } from './units.js'

type DiskInput = NonNullable<ScenarioInput['disks']>[number]

/** The disk of a guest whose scenario names none. */
const DEFAULT_DISKS: DiskInput[] = [{ name: 'vda', size: '10GiB' }]

interface Kind {
  readonly prefix: RegExp
  readonly bus: DiskBus
  readonly major: number
  /** Minor numbers of a disk, itself and its partitions. */
  readonly minors: number
}

// Majors: Documentation/admin-guide/devices.txt; virtio-blk takes a free one, 254 in what we measured.
const KINDS: readonly Kind[] = [
  { prefix: /^vd/, bus: 'virtio', major: 254, minors: 16 },
  { prefix: /^sd/, bus: 'scsi', major: 8, minors: 16 },
  { prefix: /^sr/, bus: 'sata', major: 11, minors: 1 },
  { prefix: /^hd/, bus: 'ide', major: 3, minors: 64 },
  { prefix: /^xvd/, bus: 'xen', major: 202, minors: 16 },
  { prefix: /^mmcblk/, bus: 'mmc', major: 179, minors: 8 },
  { prefix: /^fd/, bus: 'fdc', major: 2, minors: 1 },
  { prefix: /^loop/, bus: 'file-backed-virtual', major: 7, minors: 1 },
  { prefix: /^dm-/, bus: 'virtual', major: 253, minors: 1 },
  { prefix: /^nvme/, bus: 'unknown', major: 259, minors: 16 },
]
const OTHER: Kind = { prefix: /^/, bus: 'unknown', major: 259, minors: 16 }

/** Which of its kind a name says: 0 for vda and sr0, 26 for vdaa. */
function ordinal(name: string, prefix: RegExp): number {
  const rest = name.replace(prefix, '')
  if (/^\d+/.test(rest)) return Number.parseInt(rest, 10)
  if (!/^[a-z]+$/.test(rest)) return 0
  return [...rest].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0) - 1
}

function parsePci(text: string): PciAddress {
  const [, domain = '0', bus = '0', slot = '0', fn = '0'] = /^(?:(.{4}):)?(..):(..)\.(.)$/.exec(text) ?? []
  const hex = (digits: string) => Number.parseInt(digits, 16)
  return { domain: hex(domain), bus: hex(bus), slot: hex(slot), function: hex(fn) }
}

/** Addresses as virt-install deals them out: a virtio disk takes one, all SCSI disks share one. */
function addresses(machine: 'q35' | 'pc'): (bus: DiskBus) => PciAddress {
  const at = (bus: number, slot: number, fn = 0): PciAddress => ({ domain: 0, bus, slot, function: fn })
  let taken = 0
  let scsi: PciAddress | undefined
  const next = () => {
    // On q35 root ports 5 and 6 hold the balloon and the random numbers; on pc slot 8 holds the balloon.
    const number = taken++
    if (machine === 'q35') return at(number === 0 ? 4 : number + 6, 0)
    return at(0, number === 0 ? 7 : number + 8)
  }
  return bus => {
    if (bus === 'ide') return at(0, machine === 'q35' ? 31 : 1, machine === 'q35' ? 2 : 1)
    if (bus === 'sata') return at(0, 31, 2)
    if (bus !== 'scsi') return next()
    scsi ??= next()
    return scsi
  }
}

export function partitionsOf({ partitions = [] }: DiskInput): PartitionConfig[] {
  const listed = Array.isArray(partitions)
    ? partitions
    : Object.entries(partitions).map(([name, size]) => ({ name, size }))
  return listed.map(({ name, size }) => ({ name, size: parseSize(size) ?? 0n }))
}

/** The disks of a document, the default one included. */
export function disksOf({ disks = DEFAULT_DISKS }: ScenarioInput): readonly DiskInput[] {
  return disks
}

export function toDiskConfigs(document: ScenarioInput): DiskConfig[] {
  const addressOn = addresses(document.memory?.machine ?? 'q35')
  const seen = new Map<DiskBus, number>()
  return disksOf(document).map(disk => {
    const kind = KINDS.find(it => it.prefix.test(disk.name)) ?? OTHER
    const busType = disk.bus ?? kind.bus
    const index = seen.get(busType) ?? 0
    seen.set(busType, index + 1)
    const [major = kind.major, minor = ordinal(disk.name, kind.prefix) * kind.minors] =
      disk.device?.split(':').map(Number) ?? []
    return {
      name: disk.name,
      size: parseSize(disk.size) ?? 0n,
      busType,
      // Two disks on either channel of IDE; SCSI and SATA count units.
      bus: disk.busNumber ?? (busType === 'ide' ? Math.floor(index / 2) : 0),
      target: disk.target ?? 0,
      unit: disk.unit ?? (busType === 'ide' ? index % 2 : busType === 'scsi' || busType === 'sata' ? index : 0),
      pci: disk.pci === undefined ? addressOn(busType) : parsePci(disk.pci),
      ...(disk.serial !== undefined && { serial: disk.serial }),
      major,
      minor,
      partitions: partitionsOf(disk),
    }
  })
}
