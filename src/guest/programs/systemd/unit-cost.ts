/** What the processes of a unit take: believable numbers, the same for the same unit at any time. */
import type { Unit } from '../../services.js'
import type { Tool } from '../tool.js'

const MiB = 1n << 20n
/** A thread's stack in the kernel takes 16 KiB, and all of them together may take an eighth of the RAM. */
const RAM_PER_THREAD = 8n * 16_384n
/** DefaultTasksMax of systemd. */
const TASKS_PERCENT = 15n

export interface Cost {
  /** Bytes. */
  readonly memory: bigint
  /** Nanoseconds. */
  readonly cpu: bigint
}

export function costOf(tool: Tool, unit: Unit): Cost {
  const [one = 0, two = 0, three = 0] = tool.guest.randomBytes(`unit/${unit.name}`, 3)
  const memory = MiB + (BigInt(one * 256 + two) * 12n * MiB) / 65_536n
  return { memory, cpu: BigInt(8 + three) * 1_000_000n }
}

/** How many tasks a unit may have at most. */
export function tasksLimit(tool: Tool): bigint {
  return ((tool.guest.config.memory.size / RAM_PER_THREAD) * TASKS_PERCENT) / 100n
}

/** "8.2M", "952.0K", "512B" */
export function bytesText(bytes: bigint): string {
  const units = ['E', 'P', 'T', 'G', 'M', 'K']
  for (const [index, unit] of units.entries()) {
    const size = 1024n ** BigInt(units.length - index)
    if (bytes >= size) return `${bytes / size}.${((bytes % size) * 10n) / size}${unit}`
  }
  return `${bytes}B`
}
