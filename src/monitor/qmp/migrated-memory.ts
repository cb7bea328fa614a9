/** What query-migrate tells of memory: made up, since none is sent, but in proportion to how much the guest has. */
import type { MigrationProgress } from '../outgoing-migration.js'
import type { Qemu } from '../qemu.js'

const PAGE = 4096n
/** Of the firmware and the devices of a PC. */
const BESIDES = 130n * PAGE
/** Of a Linux that has just booted so many pages of a hundred hold something. */
const USED = 39n
/** What goes before each page, and stands for one of zeros. */
const PAGE_HEADER = 8n
const ZERO_PAGE = 9n
/** What the devices say. */
const DEVICES = 111_889n
/** Of what is sent, the part that is sent once more while the guest stands still: one in so many. */
const LAST_PART = 10n

/** `now`: on the monotonic clock, or when it ended. */
export function describeMemory({ config, guest }: Qemu, progress: MigrationProgress, now: bigint) {
  const { activeAt = now, stoppedAt, status, passes } = progress
  const total = guest.config.memory.size + BESIDES
  const sent = part(total / PAGE, now - activeAt, stoppedAt === undefined ? config.migration.duration : 0n)
  const normal = (sent * USED) / 100n
  const duplicate = sent - normal
  const transferred = normal * (PAGE + PAGE_HEADER) + duplicate * ZERO_PAGE
  const atLast = status === 'completed' ? transferred / LAST_PART : 0n
  const milliseconds = (now - activeAt) / 1_000_000n
  return {
    transferred,
    remaining: total - sent * PAGE,
    total,
    duplicate,
    skipped: 0n,
    normal,
    'normal-bytes': normal * PAGE,
    'dirty-pages-rate': 0n,
    mbps: milliseconds === 0n ? 0 : (Number(transferred + DEVICES) * 8) / Number(milliseconds) / 1000,
    'dirty-sync-count': BigInt(passes),
    'postcopy-requests': 0n,
    'page-size': PAGE,
    'multifd-bytes': 0n,
    'pages-per-second': milliseconds === 0n ? 0n : (sent * 1000n) / milliseconds,
    'precopy-bytes': transferred - atLast,
    'downtime-bytes': atLast,
    'postcopy-bytes': 0n,
    'dirty-sync-missed-zero-copy': 0n,
  }
}

/** As much of it as has been done after that time. */
function part(all: bigint, elapsed: bigint, duration: bigint): bigint {
  return elapsed >= duration ? all : (all * elapsed) / duration
}
