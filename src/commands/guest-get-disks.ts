import { findBlockDevice, isVirtual, slavesOf } from '../guest/block-devices.js'
import type { DiskConfig } from '../guest/config.js'
import type { Guest } from '../guest/guest.js'
import { kernfsOrder } from '../guest/kernfs-order.js'
import { type Infer, q } from '../qapi/descriptor.js'
import type { Behaviour } from './behaviour.js'
import { defineCommand } from './define.js'
import { DiskAddress, diskAddress } from './disk-address.js'
import { DiskSmart, diskSmart } from './disk-smart.js'

const DiskInfo = q.struct('GuestDiskInfo', {
  name: q.doc('"/dev/vda"', q.str),
  partition: q.bool,
  dependencies: q.optional(q.doc('what it lies on: the disk of a partition, the parts of a volume', q.list(q.str))),
  address: q.optional(q.doc('of disks that are no virtual ones', DiskAddress)),
  alias: q.optional(q.doc('its name in the device mapper', q.str)),
  smart: q.since('7.1', q.optional(q.doc('of NVMe disks', DiskSmart))),
})
type DiskInfo = Infer<typeof DiskInfo>

export const guestGetDisks = defineCommand({
  name: 'guest-get-disks',
  since: '5.2',
  doc: 'The disks of the guest, mounted or not, each behind its partitions.',
  returns: q.list(DiskInfo),
  run: ({ guest, agent: { behaviour } }) =>
    // The agent reads /sys/block and puts each before what it has, the partitions after their disk.
    kernfsOrder(guest.config.disks, ({ name }) => name)
      .filter(({ size }) => size > 0n)
      .flatMap(disk => [describe(guest, disk, behaviour), ...partitions(disk)])
      .toReversed(),
})

function describe({ config }: Guest, disk: DiskConfig, behaviour: Behaviour): DiskInfo {
  const { name, alias, busType, smart } = disk
  const device = findBlockDevice(name, config.disks)
  const address = device === undefined || isVirtual(disk) ? undefined : diskAddress(device, behaviour)
  return {
    name: `/dev/${name}`,
    partition: false,
    dependencies: slavesOf(disk)
      .map(slave => `/dev/${slave}`)
      .toReversed(),
    ...(address !== undefined && { address }),
    ...(alias !== undefined && { alias }),
    ...(busType === 'nvme' && { smart: diskSmart(smart) }),
  }
}

function partitions(disk: DiskConfig): DiskInfo[] {
  return kernfsOrder(disk.partitions, ({ name }) => name).map(({ name }) => {
    return { name: `/dev/${name}`, partition: true, dependencies: [`/dev/${disk.name}`] }
  })
}
