/** What Linux counts of a block device, in the order of the columns of /proc/diskstats. */
export const DISK_COUNTERS = [
  'readIos',
  'readMerges',
  'readSectors',
  'readTicks',
  'writeIos',
  'writeMerges',
  'writeSectors',
  'writeTicks',
  'inFlight',
  'totalTicks',
  'weightTicks',
  'discardIos',
  'discardMerges',
  'discardSectors',
  'discardTicks',
  'flushIos',
  'flushTicks',
] as const

export type DiskCounter = (typeof DISK_COUNTERS)[number]

/** Sectors are of 512 bytes, ticks are milliseconds, `inFlight` is what is under way now. */
export type DiskCounters = Readonly<Record<DiskCounter, bigint>>

export const NO_COUNTERS = Object.fromEntries(DISK_COUNTERS.map(name => [name, 0n])) as DiskCounters
