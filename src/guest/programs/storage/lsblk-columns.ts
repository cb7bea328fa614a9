import { type BlockDevice, isRotating, slavesOf } from '../../block-devices.js'
import type { DiskBus } from '../../config.js'
import type { Guest } from '../../guest.js'
import type { Mount } from '../../mounts.js'
import { identify } from './identity.js'
import { sizeText } from './sizes.js'
import type { Column } from './table.js'
import { type Usage, usageOf } from './usage.js'

/** A device where it stands in the tree: one on two others stands there twice. */
export interface Listed {
  readonly device: BlockDevice
  /** What it hangs on; undefined at the top. */
  readonly parent: BlockDevice | undefined
}

/** What QEMU calls its own disks. */
const MODELS: Partial<Record<DiskBus, string>> = {
  ide: 'QEMU HARDDISK',
  sata: 'QEMU HARDDISK',
  scsi: 'QEMU HARDDISK',
  usb: 'QEMU HARDDISK',
  nvme: 'QEMU NVMe Ctrl',
}
const TRANSPORTS: Partial<Record<DiskBus, string>> = {
  ide: 'ata',
  sata: 'sata',
  usb: 'usb',
  nvme: 'nvme',
  virtio: 'virtio',
}
/** What udev puts before and behind the serial number that a disk has. */
const SERIAL = /^(?:0?QEMU_)?(?:QEMU_)?(?:HARDDISK|DVD-ROM|NVMe_Ctrl)_(.+?)(?:_1)?$/

export function listedColumns(guest: Guest, exact: boolean, paths: boolean): Column<Listed>[] {
  const text = (name: string, value: (listed: Listed) => string | undefined): Column<Listed> => ({ name, value })
  const right = (name: string, value: (listed: Listed) => string | undefined, json?: 'boolean'): Column<Listed> => ({
    ...{ name, right: true, value, ...(json !== undefined && { json }) },
  })
  const shown = (device: BlockDevice | undefined) => device && (paths ? `/dev/${device.name}` : device.name)
  const own = ({ device }: Listed) => identify(guest, device)
  const mounts = ({ device }: Listed) => guest.mounts.table.filter(({ source }) => source === device.name)
  const usage = (name: string, value: (usage: Usage) => bigint): Column<Listed> =>
    right(name, listed => {
      const mount = mounts(listed)[0]
      return mount && sizeText(value(usageOf(guest, mount)), exact)
    })
  return [
    {
      ...{ name: 'NAME', tree: true },
      value: ({ device }) => (paths ? pathOf(device) : (alias(device) ?? device.name)),
    },
    text('KNAME', ({ device }) => shown(device)),
    text('PATH', ({ device }) => pathOf(device)),
    text('PKNAME', ({ parent }) => shown(parent)),
    text('MAJ:MIN', ({ device: { major, minor } }) => `${major}:${minor}`),
    right('RM', ({ device }) => (isOptical(device) ? '1' : '0'), 'boolean'),
    {
      ...{ name: 'SIZE', right: true, hint: 5, ...(exact && { json: 'number' as const }) },
      value: ({ device }) => sizeText(device.size, exact),
    },
    right('RO', ({ device }) => (mounts({ device, parent: undefined })[0]?.type === 'squashfs' ? '1' : '0'), 'boolean'),
    text('TYPE', ({ device }) => typeOf(device)),
    text('MOUNTPOINT', listed => mounts(listed).at(-1)?.path),
    { name: 'MOUNTPOINTS', json: 'list', value: listed => mountPoints(mounts(listed)) },
    text('FSTYPE', listed => own(listed).type),
    text('FSVER', listed => versionOf(own(listed).type)),
    text('LABEL', listed => own(listed).label),
    text('UUID', listed => own(listed).uuid),
    text('PARTUUID', listed => own(listed).partUuid),
    text('PTUUID', listed => tableUuid(guest, listed.device)),
    text('PTTYPE', listed => tableUuid(guest, listed.device) && 'gpt'),
    usage('FSSIZE', ({ size }) => size),
    usage('FSUSED', ({ size, free }) => size - free),
    usage('FSAVAIL', ({ available }) => available),
    right('FSUSE%', listed => {
      const mount = mounts(listed)[0]
      return mount && percent(usageOf(guest, mount))
    }),
    text('SERIAL', ({ device }) => whole(device) && serialOf(device)),
    text('MODEL', ({ device }) => whole(device) && (isOptical(device) ? 'QEMU DVD-ROM' : MODELS[device.disk.busType])),
    text('WWN', () => undefined),
    text('TRAN', ({ device }) => whole(device) && TRANSPORTS[device.disk.busType]),
    right('ROTA', ({ device }) => (isRotating(device) ? '1' : '0'), 'boolean'),
    text('OWNER', () => 'root'),
    text('GROUP', ({ device }) => (isOptical(device) ? 'cdrom' : 'disk')),
    text('MODE', () => 'brw-rw----'),
    text('STATE', ({ device }) => (device.partition === undefined && device.disk.slaves ? 'running' : undefined)),
    text('VENDOR', ({ device }) => whole(device) && VENDORS[device.disk.busType]),
    text('LOG-SEC', ({ device }) => (isOptical(device) ? '2048' : '512')),
    text('PHY-SEC', ({ device }) => (isOptical(device) ? '2048' : '512')),
  ]
}

/** Columns of the real one that this one doesn't do. */
export const OTHER_COLUMNS = [
  ...['ALIGNMENT', 'DISC-ALN', 'DAX', 'DISC-GRAN', 'DISC-MAX', 'DISC-ZERO', 'FSROOTS', 'HCTL', 'HOTPLUG', 'MIN-IO'],
  ...['OPT-IO', 'PARTFLAGS', 'PARTLABEL', 'PARTTYPE', 'PARTTYPENAME', 'RA', 'RAND', 'REV', 'RQ-SIZE', 'SCHED'],
  ...[
    'START',
    'SUBSYSTEMS',
    'WSAME',
    'ZONED',
    'ZONE-SZ',
    'ZONE-WGRAN',
    'ZONE-APP',
    'ZONE-NR',
    'ZONE-OMAX',
    'ZONE-AMAX',
  ],
]

const VENDORS: Partial<Record<DiskBus, string>> = {
  virtio: '0x1af4',
  ide: 'ATA',
  sata: 'ATA',
  scsi: 'QEMU',
  usb: 'QEMU',
}

/** Of the whole disk, undefined for one of its partitions. */
function whole({ partition }: BlockDevice): true | undefined {
  return partition === undefined ? true : undefined
}

function alias({ disk, partition }: BlockDevice): string | undefined {
  return partition === undefined ? disk.alias : undefined
}

function pathOf(device: BlockDevice): string {
  const mapped = alias(device)
  return mapped === undefined ? `/dev/${device.name}` : `/dev/mapper/${mapped}`
}

function isOptical({ name }: BlockDevice): boolean {
  return name.startsWith('sr')
}

function typeOf(device: BlockDevice): string {
  const { disk, partition, name } = device
  if (partition !== undefined) return 'part'
  if (isOptical(device)) return 'rom'
  if (name.startsWith('loop')) return 'loop'
  if (name.startsWith('md')) return 'raid1'
  return disk.alias === undefined && slavesOf(disk).length === 0 ? 'disk' : 'lvm'
}

/** The last first, as they hide one another. */
function mountPoints(mounts: readonly Mount[]): string[] {
  return mounts.map(({ path }) => path).toReversed()
}

function versionOf(type: string | undefined): string | undefined {
  if (type === undefined) return undefined
  if (/^ext[234]$/.test(type)) return '1.0'
  return type === 'vfat' ? 'FAT16' : type === 'squashfs' ? '4.0' : undefined
}

function serialOf({ disk: { serial } }: BlockDevice): string | undefined {
  return serial === undefined ? undefined : (SERIAL.exec(serial)?.[1] ?? serial)
}

function tableUuid(guest: Guest, { disk, partition, ...rest }: BlockDevice): string | undefined {
  return identify(guest, { ...rest, disk, ...(partition && { name: disk.name }) }).tableUuid
}

/** Of what is taken and what everybody may still take, rounded up. */
function percent({ size, free, available }: Usage): string {
  const used = size - free
  const total = used + available
  return total === 0n ? '0%' : `${(used * 100n + total - 1n) / total}%`
}
