import { memoryFigures } from '../../kernel/proc-meminfo.js'
import type { GivenOptions } from '../options.js'
import { refuse } from '../storage/table-options.js'
import { tool } from '../tool.js'

const DECLARED = [
  ...['b,bytes', 'kilo', 'mega', 'giga', 'tera', 'peta', 'k,kibi', 'm,mebi', 'g,gibi', 'tebi', 'pebi', 'h,human', 'si'],
  ...['l,lohi', 't,total', 'v,committed', 's,seconds=', 'c,count=', 'w,wide'],
]
/** Bytes of each. */
const UNITS: Readonly<Record<string, bigint>> = {
  b: 1n,
  ...{ kilo: 1000n, mega: 1000n ** 2n, giga: 1000n ** 3n, tera: 1000n ** 4n, peta: 1000n ** 5n },
  ...{ k: 1024n, m: 1024n ** 2n, g: 1024n ** 3n, tebi: 1024n ** 4n, pebi: 1024n ** 5n },
}
const LETTERS = 'KMGTP'

/** procps' free(1). */
export const free = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, ['s', 'c'])
    if (options.operands.length > 0) throw tool.usage(undefined)
    const figure = memoryFigures(tool.guest)
    const text = (kib: bigint | undefined) => (kib === undefined ? '' : shown(kib, options))
    const line = (label: string, ...values: readonly bigint[]) =>
      tool.print(`${label.padEnd(9)}${values.map(value => text(value).padStart(11)).join(' ')}\n`)
    const cache = figure('Cached') + figure('SReclaimable')
    const buffers = options.has('w') ? [figure('Buffers'), cache] : [figure('Buffers') + cache]
    const headings = options.has('w') ? ['buffers', 'cache'] : ['buff/cache']
    const names = ['total', 'used', 'free', 'shared', ...headings, 'available']
    tool.print(`${' '.repeat(9)}${names.map(name => name.padStart(11)).join(' ')}\n`)
    const [total, unused] = [figure('MemTotal'), figure('MemFree')]
    const used = total - figure('MemAvailable')
    line('Mem:', total, used, unused, figure('Shmem'), ...buffers, figure('MemAvailable'))
    if (options.has('l')) {
      line('Low:', total, total - unused, unused)
      line('High:', 0n, 0n, 0n)
    }
    line('Swap:', figure('SwapTotal'), figure('SwapTotal') - figure('SwapFree'), figure('SwapFree'))
    if (options.has('t')) line('Total:', total + figure('SwapTotal'), used, unused + figure('SwapFree'))
    if (options.has('v')) {
      const limit = figure('CommitLimit')
      line('Comm:', limit, figure('Committed_AS'), limit - figure('Committed_AS'))
    }
  },
  { shortName: true },
)

function shown(kib: bigint, options: GivenOptions): string {
  if (options.has('h')) return human(kib * 1024n, options.has('si') ? 1000 : 1024)
  const which = options.last(...Object.keys(UNITS))
  return String((kib * 1024n) / (which === undefined ? (options.has('si') ? 1000n : 1024n) : (UNITS[which] ?? 1n)))
}

/** At most four characters and the unit: "8.6Mi", "544Mi", "23Gi". */
function human(bytes: bigint, base: 1000 | 1024): string {
  const ends = base === 1024 ? 'i' : ''
  if (bytes < BigInt(base)) return `${bytes}B`
  let value = Number(bytes)
  for (let power = 0; power < LETTERS.length; power += 1) {
    value /= base
    // What is printed must fit into three characters, and the unit behind it.
    const fraction = value.toFixed(1)
    if (fraction.length <= 3) return `${fraction}${LETTERS[power]}${ends}`
    if (value < base && String(Math.trunc(value)).length <= 3) return `${Math.trunc(value)}${LETTERS[power]}${ends}`
  }
  return String(bytes)
}
