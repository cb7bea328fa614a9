/** The numbers of block devices, as Linux gives them. */
import type { DiskConfig, PartitionConfig } from './config.js'

export interface DeviceNumber {
  readonly major: number
  readonly minor: number
}

/** Minors that a disk of virtio or SCSI has for itself and its partitions. */
const MINORS_PER_DISK = 16
/** BLOCK_EXT_MAJOR: where partitions with a higher number go. */
const EXTENDED_MAJOR = 259

/** Of a disk, or of one of its partitions. */
export function deviceNumber(disk: DiskConfig, partition?: PartitionConfig): DeviceNumber {
  const { major, minor } = disk
  if (partition === undefined) return { major, minor }
  const number = partitionNumber(partition.name)
  if (number < MINORS_PER_DISK) return { major, minor: minor + number }
  // The kernel counts them up as it finds them; the disk's own minor keeps those of two disks apart.
  return { major: EXTENDED_MAJOR, minor: minor + number - MINORS_PER_DISK }
}

/** 14 of "vda14", 2 of "nvme0n1p2". */
function partitionNumber(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0)
}
