import type { Guest } from '../guest.js'

/** Of the RAM, what the kernel leaves to itself at boot, and how an idle system divides the rest (measured on Debian 12). */
const RESERVED = { perMille: 33n } as const
const BUFFERS_KB = 9568n
const CACHED_KB = 88736n
const IDLE_USE_KB = 128_000n
/** Of an idle system as well. */
const IDLE = {
  active: 59_312n,
  inactive: 61_480n,
  activeAnonymous: 520n,
  anonymous: 22_488n,
  mapped: 30_204n,
  shared: 460n,
  reclaimable: 17_904n,
  unreclaimable: 21_112n,
  stacks: 1488n,
  pageTables: 1216n,
  committed: 94_332n,
} as const
/** What the kernel maps in pages of 2 MiB rather than 4 KiB, but for the last megabytes. */
const SMALL_PAGES_KB = 69_492n

/** /proc/meminfo: only memory blocks that are online count. */
export function meminfo(guest: Guest): string {
  const offline = guest.memory.list().filter(block => !block.online).length
  const ram = guest.config.memory.size - BigInt(offline) * guest.memory.blockSize
  const total = ((ram / 1024n) * (1000n - RESERVED.perMille)) / 1000n
  const free = total > IDLE_USE_KB + BUFFERS_KB + CACHED_KB ? total - IDLE_USE_KB - BUFFERS_KB - CACHED_KB : total / 2n
  const inactiveAnonymous = IDLE.anonymous - IDLE.activeAnonymous
  const rows: [string, bigint][] = [
    ['MemTotal', total],
    ['MemFree', free],
    ['MemAvailable', free],
    ['Buffers', BUFFERS_KB],
    ['Cached', CACHED_KB],
    ['SwapCached', 0n],
    ['Active', IDLE.active],
    ['Inactive', IDLE.inactive],
    ['Active(anon)', IDLE.activeAnonymous],
    ['Inactive(anon)', inactiveAnonymous],
    ['Active(file)', IDLE.active - IDLE.activeAnonymous],
    ['Inactive(file)', IDLE.inactive - inactiveAnonymous],
    ['Unevictable', 0n],
    ['Mlocked', 0n],
    ['SwapTotal', 0n],
    ['SwapFree', 0n],
    ['Dirty', 0n],
    ['Writeback', 0n],
    ['AnonPages', IDLE.anonymous],
    ['Mapped', IDLE.mapped],
    ['Shmem', IDLE.shared],
    ['KReclaimable', IDLE.reclaimable],
    ['Slab', IDLE.reclaimable + IDLE.unreclaimable],
    ['SReclaimable', IDLE.reclaimable],
    ['SUnreclaim', IDLE.unreclaimable],
    ['KernelStack', IDLE.stacks],
    ['PageTables', IDLE.pageTables],
    ['NFS_Unstable', 0n],
    ['Bounce', 0n],
    ['WritebackTmp', 0n],
    ['CommitLimit', total / 2n],
    ['Committed_AS', IDLE.committed],
    ['VmallocTotal', 34_359_738_367n],
    ['Hugepagesize', 2048n],
    ['Hugetlb', 0n],
    ['DirectMap4k', SMALL_PAGES_KB < total ? SMALL_PAGES_KB : total],
    ['DirectMap2M', SMALL_PAGES_KB < total ? ((ram / 1024n - SMALL_PAGES_KB) / 2048n) * 2048n : 0n],
  ]
  return rows.map(([name, value]) => `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB\n`).join('')
}

/** The same as numbers, in KiB by their names. */
export function memoryFigures(guest: Guest): (name: string) => bigint {
  const figures = new Map(
    Array.from(meminfo(guest).matchAll(/^(\S+): +(\d+)/gm), ([, name = '', value = '0']) => [name, BigInt(value)]),
  )
  return name => figures.get(name) ?? 0n
}
