/** The numbers of block devices, as Linux gives them. */
import type { DiskConfig, PartitionConfig } from './config.js'

export interface DeviceNumber {
  readonly major: number
  readonly minor: number
}

/** BLOCK_EXT_MAJOR: for disks whose driver has no numbers of its own, and for partitions that a disk has none left for. */
export const EXTENDED_MAJOR = 259

/** Of a disk, or of one of its partitions. */
export function deviceNumber({ major, minor }: DiskConfig, partition?: PartitionConfig): DeviceNumber {
  if (partition === undefined) return { major, minor }
  if (partition.extendedMinor !== undefined) return { major: EXTENDED_MAJOR, minor: partition.extendedMinor }
  return { major, minor: minor + partitionNumber(partition.name) }
}

/** 14 of "vda14", 2 of "nvme0n1p2". */
export function partitionNumber(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0)
}
