/** What blkid finds on a device: file system, label, identifiers. What no scenario tells comes from the seed. */
import type { BlockDevice } from '../../block-devices.js'
import type { Guest } from '../../guest.js'

export interface Identity {
  readonly type?: string
  readonly uuid?: string
  readonly label?: string
  /** Of a member of a btrfs. */
  readonly subUuid?: string
  /** Of a partition of a GPT. */
  readonly partUuid?: string
  /** Of a disk with partitions. */
  readonly tableUuid?: string
}

const FAT = new Set(['vfat', 'msdos', 'exfat'])
const FLAT = new Set(['squashfs', 'iso9660'])

export function identify(guest: Guest, device: BlockDevice): Identity {
  const { name, partition, disk } = device
  const type = guest.mounts.table.find(mount => mount.source === name)?.type
  const isDivided = partition === undefined && disk.partitions.length > 0
  return {
    ...(type !== undefined && { type, ...named(guest, name, type) }),
    ...(type === 'btrfs' && { subUuid: uuid(guest, `sub/${name}`) }),
    ...(partition !== undefined && { partUuid: uuid(guest, `part/${name}`) }),
    ...(isDivided && { tableUuid: uuid(guest, `table/${name}`) }),
  }
}

function named(guest: Guest, name: string, type: string): Identity {
  const told = fromFstab(guest, name)
  const label = told.label
  if (FLAT.has(type)) return { ...(label !== undefined && { label }) }
  return {
    uuid: told.uuid ?? (FAT.has(type) ? serial(guest, name) : uuid(guest, `fs/${name}`)),
    ...(label && { label }),
  }
}

/** A scenario names its file systems in the /etc/fstab that it begins with: "UUID=… /". */
function fromFstab(guest: Guest, name: string): Identity {
  const file = guest.config.files.find(({ path }) => path === '/etc/fstab')
  if (file?.kind !== 'file' || file.content.kind !== 'bytes') return {}
  const paths = guest.mounts.table.filter(({ source }) => source === name).map(({ path }) => path)
  const rows = Buffer.from(file.content.bytes)
    .toString('utf8')
    .split('\n')
    .map(row => row.split(/\s+/))
  const tag = (key: string) =>
    rows
      .find(([spec = '', path = '']) => spec.startsWith(`${key}=`) && paths.includes(path))?.[0]
      ?.slice(key.length + 1)
  const [id, label] = [tag('UUID'), tag('LABEL')]
  return { ...(id !== undefined && { uuid: id }), ...(label !== undefined && { label }) }
}

/** A random one: RFC 9562, version 4. */
function uuid(guest: Guest, label: string): string {
  const bytes = guest.randomBytes(`uuid/${label}`, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** The volume number of FAT: "1A2B-3C4D". */
function serial(guest: Guest, name: string): string {
  const hex = Buffer.from(guest.randomBytes(`uuid/fs/${name}`, 4))
    .toString('hex')
    .toUpperCase()
  return `${hex.slice(0, 4)}-${hex.slice(4)}`
}
