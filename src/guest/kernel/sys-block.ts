import { type BlockDevice, blockDevices, isRotating, slavesOf } from '../block-devices.js'
import type { DiskConfig } from '../config.js'
import type { Guest } from '../guest.js'
import { type Branch, type Directory, link, textFile } from './branches.js'
import { diskstatsColumns } from './proc-disks.js'

/** The unit of sizes in sysfs, whatever the disk's own is. */
const SECTOR = 512n

/** /sys/block: disks with their partitions in them. */
export function blockDirectory(guest: Guest): Directory {
  const devices = blockDevices(guest.config.disks)
  return () =>
    Object.fromEntries(devices.filter(it => it.partition === undefined).map(it => [it.name, disk(guest, it)]))
}

/** Links as the kernel has them, "254:1", but for a device of which a mount says that looking it up here fails. */
export function devicesByNumber({ config: { disks, mounts } }: Guest): Directory {
  const fails = (name: string) => mounts.some(({ source, sysfsError }) => source === name && sysfsError !== undefined)
  const links = blockDevices(disks)
    .filter(({ name }) => !fails(name))
    .map(device => [`${device.major}:${device.minor}`, link(`../../block/${pathOf(device)}`)])
  return () => Object.fromEntries(links)
}

function disk(guest: Guest, device: BlockDevice): Directory {
  const all = blockDevices(guest.config.disks)
  const partitions = all.filter(it => it.disk === device.disk && it.partition !== undefined)
  return () => ({
    ...common(guest, device),
    queue: () => ({ rotational: textFile(() => `${isRotating(device) ? 1 : 0}\n`) }),
    removable: textFile(() => `${device.name.startsWith('sr') ? 1 : 0}\n`),
    slaves: () => Object.fromEntries(slavesOf(device.disk).map(name => [name, link(slavePath(name, all))])),
    ...mapper(device.disk),
    ...Object.fromEntries(partitions.map((it, index) => [it.name, partition(guest, it, index + 1)])),
  })
}

function partition(guest: Guest, device: BlockDevice, number: number): Directory {
  const digits = /\d+$/.exec(device.name)?.[0] ?? String(number)
  return () => ({ ...common(guest, device), partition: textFile(() => `${digits}\n`) })
}

function common(guest: Guest, { name, major, minor, size }: BlockDevice): Record<string, Branch> {
  return {
    dev: textFile(() => `${major}:${minor}\n`),
    ro: textFile(() => '0\n'),
    size: textFile(() => `${size / SECTOR}\n`),
    stat: textFile(() => stat(guest, name)),
  }
}

/** The columns of /proc/diskstats, each at least eight wide. */
function stat({ activity, config }: Guest, name: string): string {
  const counters = activity.disks.list().find(device => device.name === name)?.counters
  const columns = diskstatsColumns(config.kernel).map(counter => String(counters?.[counter] ?? 0n).padStart(8))
  return `${columns.join(' ')}\n`
}

function mapper({ alias }: DiskConfig): Record<string, Branch> {
  return alias === undefined ? {} : { dm: () => ({ name: textFile(() => `${alias}\n`) }) }
}

/** From the directory `slaves` of a disk. */
function slavePath(name: string, all: readonly BlockDevice[]): string {
  const device = all.find(it => it.name === name)
  return `../../${device === undefined ? name : pathOf(device)}`
}

function pathOf({ disk, partition }: BlockDevice): string {
  return partition === undefined ? disk.name : `${disk.name}/${partition.name}`
}
