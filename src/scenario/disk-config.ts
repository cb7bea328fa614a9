/** Disks as a guest's kernel sees them: what a scenario leaves open is filled in as virt-install and Linux would. */
import type { DiskBus, DiskConfig, MachineType, PartitionConfig, PciAddress } from '../guest/config.js'
import { type DeviceNumber, EXTENDED_MAJOR, partitionNumber } from '../guest/device-number.js'
import { DISK_COUNTERS, type DiskCounters } from '../guest/disk-counters.js'
import { QEMU_SMART_LOG, SMART_VALUES, type SmartLog } from '../guest/nvme-smart.js'
import type { ScenarioInput } from './schema.js'
import { parseCount, parseSize } from './units.js'

type DiskInput = NonNullable<ScenarioInput['disks']>[number]

/** The disk of a guest whose scenario names none. */
const DEFAULT_DISKS: DiskInput[] = [{ name: 'vda', size: '10GiB' }]

interface Kind {
  readonly prefix: RegExp
  readonly bus: DiskBus
  readonly major: number
  /** Minor numbers of a disk, itself and its partitions; 0: they are all extended ones. */
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
  { prefix: /^md/, bus: 'virtual', major: 9, minors: 1 },
  { prefix: /^zram/, bus: 'virtual', major: 252, minors: 1 },
  { prefix: /^ram/, bus: 'virtual', major: 1, minors: 1 },
  { prefix: /^nbd/, bus: 'virtual', major: 43, minors: 16 },
  { prefix: /^nvme/, bus: 'nvme', major: EXTENDED_MAJOR, minors: 0 },
]
const OTHER: Kind = { prefix: /^/, bus: 'unknown', major: EXTENDED_MAJOR, minors: 0 }

/** Which of its kind a name says: 0 for vda and sr0, 26 for vdaa. */
function ordinal(name: string, prefix: RegExp): number {
  const rest = name.replace(prefix, '')
  if (/^\d+/.test(rest)) return Number.parseInt(rest, 10)
  if (!/^[a-z]+$/.test(rest)) return 0
  return [...rest].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0) - 1
}

/** The minor numbers of EXTENDED_MAJOR: the kernel counts them up as it finds disks and partitions. */
class ExtendedMinors {
  readonly #taken: Set<number>

  constructor(taken: Iterable<number>) {
    this.#taken = new Set(taken)
  }

  /** The next that is free. */
  next(from = 0): number {
    let minor = from
    while (this.#taken.has(minor)) minor++
    this.#taken.add(minor)
    return minor
  }
}

function parseDevice(text: string): DeviceNumber {
  const [major = 0, minor = 0] = text.split(':').map(Number)
  return { major, minor }
}

function numberOf(
  { name, device }: DiskInput,
  { prefix, major, minors }: Kind,
  extended: ExtendedMinors,
): DeviceNumber {
  if (device !== undefined) return parseDevice(device)
  return { major, minor: major === EXTENDED_MAJOR ? extended.next() : ordinal(name, prefix) * minors }
}

/** Partitions for which their disk has no number left get the next extended ones. */
function numbered(
  partitions: readonly PartitionConfig[],
  { major, minor }: DeviceNumber,
  minors: number,
  extended: ExtendedMinors,
): PartitionConfig[] {
  const from = major === EXTENDED_MAJOR ? minor + 1 : 0
  return partitions.map(partition => {
    const number = partitionNumber(partition.name)
    return number > 0 && number < minors ? partition : { ...partition, extendedMinor: extended.next(from) }
  })
}

function parsePci(text: string): PciAddress {
  const [, domain = '0', bus = '0', slot = '0', fn = '0'] = /^(?:(.{4}):)?(..):(..)\.(.)$/.exec(text) ?? []
  const hex = (digits: string) => Number.parseInt(digits, 16)
  return { domain: hex(domain), bus: hex(bus), slot: hex(slot), function: hex(fn) }
}

/** Addresses as virt-install deals them out: a virtio disk takes one, all SCSI disks share one, a virtual disk has none. */
function addresses(machine: MachineType): (bus: DiskBus) => PciAddress | undefined {
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
    if (bus === 'virtual' || bus === 'file-backed-virtual') return undefined
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
    : Object.entries(partitions).map(([name, size]) => ({ name, size, stats: undefined }))
  return listed.map(({ name, size, stats }) => {
    return { name, size: parseSize(size) ?? 0n, ...(stats && { counters: toCounters(stats) }) }
  })
}

function toCounters(stats: NonNullable<DiskInput['stats']>): DiskCounters {
  return Object.fromEntries(DISK_COUNTERS.map(name => [name, parseCount(stats[name] ?? 0) ?? 0n])) as DiskCounters
}

function toSmartLog(smart: NonNullable<DiskInput['smart']>): SmartLog {
  const value = (name: (typeof SMART_VALUES)[number]) => {
    const given = smart[name]
    return given === undefined ? QEMU_SMART_LOG[name] : (parseCount(given) ?? 0n)
  }
  return Object.fromEntries(SMART_VALUES.map(name => [name, value(name)])) as SmartLog
}

/** The disks of a document, the default one included. */
export function disksOf({ disks = DEFAULT_DISKS }: ScenarioInput): readonly DiskInput[] {
  return disks
}

export function toDiskConfigs(document: ScenarioInput): DiskConfig[] {
  const addressOn = addresses(document.memory?.machine ?? 'q35')
  const seen = new Map<DiskBus, number>()
  const given = disksOf(document).flatMap(({ device }) => (device === undefined ? [] : [parseDevice(device)]))
  const extended = new ExtendedMinors(given.flatMap(it => (it.major === EXTENDED_MAJOR ? [it.minor] : [])))
  return disksOf(document).map(disk => {
    const kind = KINDS.find(it => it.prefix.test(disk.name)) ?? OTHER
    const busType = disk.bus ?? kind.bus
    const index = seen.get(busType) ?? 0
    seen.set(busType, index + 1)
    const number = numberOf(disk, kind, extended)
    const pci = disk.ccw || disk.pci === 'none' ? undefined : disk.pci ? parsePci(disk.pci) : addressOn(busType)
    return {
      name: disk.name,
      size: parseSize(disk.size) ?? 0n,
      busType,
      // Two disks on either channel of IDE; SCSI and SATA count units.
      bus: disk.busNumber ?? (busType === 'ide' ? Math.floor(index / 2) : 0),
      target: disk.target ?? 0,
      unit: disk.unit ?? (busType === 'ide' ? index % 2 : busType === 'scsi' || busType === 'sata' ? index : 0),
      ...(pci && { pci }),
      ...(disk.ccw && { ccw: { ...disk.ccw, cssid: disk.ccw.cssid ?? 0, ssid: disk.ccw.ssid ?? 0 } }),
      ...(disk.serial !== undefined && { serial: disk.serial }),
      ...(disk.slaves && { slaves: disk.slaves }),
      ...(disk.alias !== undefined && { alias: disk.alias }),
      ...(disk.smart && { smart: toSmartLog(disk.smart) }),
      ...(disk.stats && { counters: toCounters(disk.stats) }),
      ...number,
      partitions: numbered(partitionsOf(disk), number, kind.minors, extended),
    }
  })
}
