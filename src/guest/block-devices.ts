/** Block devices: disks, their partitions, and what lies on others (device mapper, software RAID). */
import type { DiskConfig, PartitionConfig } from './config.js'
import { type DeviceNumber, deviceNumber } from './device-number.js'
import { kernfsOrder } from './kernfs-order.js'

export interface BlockDevice extends DeviceNumber {
  /** Kernel name: "vda1". */
  readonly name: string
  /** Bytes. */
  readonly size: bigint
  readonly disk: DiskConfig
  /** Undefined: it is the whole disk. */
  readonly partition?: PartitionConfig
}

/** All of them in the order in which the kernel found them, partitions after their disk. */
export function blockDevices(disks: readonly DiskConfig[]): BlockDevice[] {
  return disks.flatMap(disk => [
    { name: disk.name, size: disk.size, disk, ...deviceNumber(disk) },
    ...disk.partitions.map(partition => ({
      name: partition.name,
      size: partition.size,
      disk,
      partition,
      ...deviceNumber(disk, partition),
    })),
  ])
}

/** Undefined for what is no kernel name of a block device. */
export function findBlockDevice(name: string, disks: readonly DiskConfig[]): BlockDevice | undefined {
  return blockDevices(disks).find(device => device.name === name)
}

/** Whether sysfs has it among the virtual devices: loop, RAM, device mapper, software RAID. */
export function isVirtual({ busType, slaves = [] }: DiskConfig): boolean {
  return busType === 'virtual' || busType === 'file-backed-virtual' || slaves.length > 0
}

/** The names that a disk lies on, in the order of its directory `slaves`. */
export function slavesOf({ slaves = [] }: DiskConfig): string[] {
  return kernfsOrder(slaves, name => name)
}

/** The devices below a device that are no virtual ones: itself, or those at the end of its slaves. */
export function physicalDevices(device: BlockDevice, disks: readonly DiskConfig[]): BlockDevice[] {
  if (!isVirtual(device.disk)) return [device]
  // A partition of a virtual disk has no directory `slaves`.
  if (device.partition !== undefined) return []
  return slavesOf(device.disk).flatMap(name => {
    const slave = findBlockDevice(name, disks)
    return slave === undefined ? [] : physicalDevices(slave, disks)
  })
}

/** Whether the kernel takes it for a disk that turns: what doesn't say otherwise, QEMU's virtio disks among them. */
export function isRotating({ disk }: BlockDevice): boolean {
  return ['ide', 'sata', 'scsi', 'usb', 'virtio'].includes(disk.busType)
}
