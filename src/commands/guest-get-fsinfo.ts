import { findBlockDevice, physicalDevices } from '../guest/block-devices.js'
import { deviceNumber } from '../guest/device-number.js'
import { Errno } from '../guest/errno.js'
import type { Guest } from '../guest/guest.js'
import type { BlockMount } from '../guest/mounts.js'
import { type Infer, q } from '../qapi/descriptor.js'
import type { Behaviour } from './behaviour.js'
import { type CommandContext, defineCommand } from './define.js'
import { DiskAddress, diskAddress } from './disk-address.js'
import { sysfsEntryFailed } from './texts.js'

const FilesystemInfo = q.struct('GuestFilesystemInfo', {
  name: q.doc('kernel name of the device', q.str),
  mountpoint: q.str,
  type: q.doc('"ext4" and the like', q.str),
  'used-bytes': q.since('3.0', q.optional(q.uint64)),
  'total-bytes': q.since('3.0', q.optional(q.doc('what is used, and what is free for everybody', q.uint64))),
  'total-bytes-privileged': q.since('9.1', q.optional(q.doc('with what is kept for root', q.uint64))),
  disk: q.doc('the disks that it lies on', q.list(DiskAddress)),
})
type FilesystemInfo = Infer<typeof FilesystemInfo>

export const guestGetFsinfo = defineCommand({
  name: 'guest-get-fsinfo',
  since: '2.2',
  doc: 'The file systems on block devices, in reverse order of the mount table.',
  returns: q.list(FilesystemInfo),
  run: ({ guest, agent }) =>
    // The agent goes through the table and puts each before the others: the first that fails is the one it tells.
    guest.mounts
      .blockMountsFor(agent.behaviour.listsBindMounts)
      .map(mount => describe({ guest, agent }, mount))
      .toReversed(),
})

function describe({ guest, agent: { behaviour } }: CommandContext, mount: BlockMount): FilesystemInfo {
  const { source, path, type, disk, partition, sysfsError } = mount
  const common = { mountpoint: path, type, ...space(guest, mount) }
  if (sysfsError === undefined) return { name: source, ...common, disk: addresses(guest, source, behaviour) }
  const number = deviceNumber(disk, partition)
  // In a container /sys may lack devices: later agents make do with the number.
  if (sysfsError !== 'ENOENT' || behaviour.missingDevice === 'fails')
    throw sysfsEntryFailed(number, new Errno(sysfsError))
  return { name: `${number.major}:${number.minor}`, ...common, disk: [] }
}

/** Of a file system that can't be asked nothing is told. */
function space({ files }: Guest, { path, reserved = 0n }: BlockMount): Partial<FilesystemInfo> {
  try {
    const { size, free } = files.statfs(path)
    const available = free > reserved ? free - reserved : 0n
    return { 'used-bytes': size - free, 'total-bytes': size - free + available, 'total-bytes-privileged': size }
  } catch (error) {
    if (error instanceof Errno) return {}
    throw error
  }
}

/** Those below a virtual disk are put before each other too. */
function addresses({ config }: Guest, source: string, behaviour: Behaviour): DiskAddress[] {
  const device = findBlockDevice(source, config.disks)
  if (device === undefined) return []
  return physicalDevices(device, config.disks)
    .flatMap(it => diskAddress(it, behaviour) ?? [])
    .toReversed()
}
