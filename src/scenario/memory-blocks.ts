/** The memory blocks that Linux makes of the RAM that QEMU gives it, measured on guests of both machine types. */
import type { MemoryConfig } from '../guest/config.js'
import type { ScenarioInput } from './schema.js'
import { parseSize } from './units.js'

type MemoryInput = NonNullable<ScenarioInput['memory']>

const MiB = 2n ** 20n
const GiB = 2n ** 30n

const DEFAULT_MEMORY_SIZE = 512n * MiB

/** More blocks than that are a slip: 64 TiB of the largest are 32,768. */
export const MOST_BLOCKS = 65_536n

interface Range {
  readonly start: bigint
  /** Address after the last byte. */
  readonly end: bigint
}

/** QEMU puts what doesn't fit below its PCI hole above 4 GiB, and then leaves a round number below. */
function ranges(size: bigint, machine: 'q35' | 'pc'): Range[] {
  const [threshold, low] = machine === 'q35' ? [2816n * MiB, 2n * GiB] : [3584n * MiB, 3n * GiB]
  if (size < threshold) return [{ start: 0n, end: size }]
  return [
    { start: 0n, end: low },
    { start: 4n * GiB, end: 4n * GiB + size - low },
  ]
}

/** probe_memory_block_size of arch/x86/mm/init_64.c, for a guest: by where RAM ends, not by how much there is. */
function chosenBlockSize(end: bigint): bigint {
  const least = 128n * MiB
  if (end < 64n * GiB) return least
  for (let size = 2n * GiB; size > least; size /= 2n) if (end % size === 0n) return size
  return least
}

/** Bytes of RAM and of a block; 0n for a guest without memory hotplug. */
export function memorySizes(memory: MemoryInput): { size: bigint; blockSize: bigint } {
  const size = parseSize(memory.size ?? String(DEFAULT_MEMORY_SIZE)) ?? 0n
  if (memory.blockSize !== undefined) return { size, blockSize: parseSize(memory.blockSize) ?? 0n }
  return { size, blockSize: chosenBlockSize(ranges(size, memory.machine ?? 'q35').at(-1)?.end ?? 0n) }
}

/** phys-index of every block, ascending. */
function blockIndexes(memory: MemoryInput): bigint[] {
  const { size, blockSize } = memorySizes(memory)
  if (blockSize === 0n) return []
  const indexes: bigint[] = []
  for (const { start, end } of ranges(size, memory.machine ?? 'q35')) {
    for (let index = start / blockSize; index * blockSize < end; index++) {
      // A large block may reach over the hole.
      if (index !== indexes.at(-1)) indexes.push(index)
    }
  }
  return indexes
}

export function toMemoryConfig(memory: MemoryInput): MemoryConfig {
  return {
    ...memorySizes(memory),
    blocks: blockIndexes(memory).map(index => {
      const { online = true, canOffline = true, error } = memory.blocks?.[String(index)] ?? {}
      return { index, online, canOffline, ...(error && { error }) }
    }),
  }
}
