import type { DiskCounter } from '../guest/disk-counters.js'
import { diskstatsColumns } from '../guest/kernel/proc-disks.js'
import { type Infer, q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const DiskStats = q.struct('GuestDiskStats', {
  'read-sectors': q.optional(q.doc('sectors are of 512 bytes', q.uint64)),
  'read-ios': q.optional(q.uint64),
  'read-merges': q.optional(q.uint64),
  'write-sectors': q.optional(q.uint64),
  'write-ios': q.optional(q.uint64),
  'write-merges': q.optional(q.uint64),
  'discard-sectors': q.optional(q.doc('discards are counted by Linux 4.18 and later', q.uint64)),
  'discard-ios': q.optional(q.uint64),
  'discard-merges': q.optional(q.uint64),
  'flush-ios': q.optional(q.doc('flushes are counted by Linux 5.5 and later', q.uint64)),
  'read-ticks': q.optional(q.doc('ticks are milliseconds', q.uint64)),
  'write-ticks': q.optional(q.uint64),
  'discard-ticks': q.optional(q.uint64),
  'flush-ticks': q.optional(q.uint64),
  'ios-pgr': q.optional(q.doc('how many are under way', q.uint64)),
  'total-ticks': q.optional(q.uint64),
  'weight-ticks': q.optional(q.uint64),
})

const DiskStatsInfo = q.struct('GuestDiskStatsInfo', {
  name: q.doc('kernel name of a disk or partition', q.str),
  major: q.uint64,
  minor: q.uint64,
  stats: DiskStats,
})

const MEMBERS: Readonly<Record<DiskCounter, keyof Infer<typeof DiskStats>>> = {
  readIos: 'read-ios',
  readMerges: 'read-merges',
  readSectors: 'read-sectors',
  readTicks: 'read-ticks',
  writeIos: 'write-ios',
  writeMerges: 'write-merges',
  writeSectors: 'write-sectors',
  writeTicks: 'write-ticks',
  inFlight: 'ios-pgr',
  totalTicks: 'total-ticks',
  weightTicks: 'weight-ticks',
  discardIos: 'discard-ios',
  discardMerges: 'discard-merges',
  discardSectors: 'discard-sectors',
  discardTicks: 'discard-ticks',
  flushIos: 'flush-ios',
  flushTicks: 'flush-ticks',
}

export const guestGetDiskstats = defineCommand({
  name: 'guest-get-diskstats',
  since: '7.1',
  doc: 'What was read from and written to each disk and partition since the guest booted, from /proc/diskstats.',
  returns: q.list(DiskStatsInfo),
  run: ({ guest }) => {
    const columns = diskstatsColumns(guest.config.kernel)
    return guest.activity.disks.list().map(({ name, major, minor, counters }) => ({
      name,
      major: BigInt(major),
      minor: BigInt(minor),
      stats: Object.fromEntries(columns.map(counter => [MEMBERS[counter], counters[counter]])),
    }))
  },
})
