import type { Guest } from '../guest.js'

/** Of the RAM, what the kernel leaves to itself at boot, and how an idle system divides the rest (measured on Debian 12). */
const RESERVED = { perMille: 33n } as const
const BUFFERS_KB = 9568n
const CACHED_KB = 88736n
const IDLE_USE_KB = 128_000n

/** /proc/meminfo: only memory blocks that are online count. */
export function meminfo(guest: Guest): string {
  const offline = guest.memory.list().filter(block => !block.online).length
  const ram = guest.config.memory.size - BigInt(offline) * guest.memory.blockSize
  const total = ((ram / 1024n) * (1000n - RESERVED.perMille)) / 1000n
  const free = total > IDLE_USE_KB + BUFFERS_KB + CACHED_KB ? total - IDLE_USE_KB - BUFFERS_KB - CACHED_KB : total / 2n
  const rows: [string, bigint][] = [
    ['MemTotal', total],
    ['MemFree', free],
    ['MemAvailable', free],
    ['Buffers', BUFFERS_KB],
    ['Cached', CACHED_KB],
    ['SwapCached', 0n],
    ['SwapTotal', 0n],
    ['SwapFree', 0n],
    ['Hugepagesize', 2048n],
  ]
  return rows.map(([name, value]) => `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB\n`).join('')
}
