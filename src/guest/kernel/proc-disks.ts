import { blockDevices } from '../block-devices.js'
import type { KernelConfig } from '../config.js'
import { DISK_COUNTERS, type DiskCounter } from '../disk-counters.js'
import type { Guest } from '../guest.js'

/** What a kernel counts: discards came with 4.18, flushes with 5.5. One whose release begins with no number has all. */
export function diskstatsColumns({ release }: KernelConfig): readonly DiskCounter[] {
  const [, digits, more] = /^(\d+)(?:\.(\d+))?/.exec(release) ?? []
  if (digits === undefined) return DISK_COUNTERS
  const major = Number(digits)
  const minor = Number(more ?? 0)
  const hasDiscards = major > 4 || (major === 4 && minor >= 18)
  const hasFlushes = major > 5 || (major === 5 && minor >= 5)
  return DISK_COUNTERS.slice(0, hasFlushes ? undefined : hasDiscards ? 15 : 11)
}

/** /proc/diskstats */
export function diskstats({ activity, config }: Guest): string {
  const columns = diskstatsColumns(config.kernel)
  return activity.disks
    .list()
    .map(({ major, minor, name, counters }) => {
      const values = columns.map(counter => counters[counter]).join(' ')
      return `${String(major).padStart(4)} ${String(minor).padStart(7)} ${name} ${values}\n`
    })
    .join('')
}

/** /proc/partitions: devices without a size are not there. */
export function partitions({ config: { disks } }: Guest): string {
  const rows = blockDevices(disks)
    .filter(({ size }) => size > 0n)
    .map(({ major, minor, size, name }) => {
      return `${String(major).padStart(4)} ${String(minor).padStart(8)} ${String(size / 1024n).padStart(10)} ${name}\n`
    })
  return `major minor  #blocks  name\n\n${rows.join('')}`
}
