/** Sizes in blocks, as df(1) and du(1) print them. */
import { parseCount } from '../counts.js'
import type { Tool } from '../tool.js'

export interface BlockSize {
  /** Bytes of a block, or the base of the units that people read. */
  readonly unit: bigint
  readonly human: boolean
  /** Behind every number: "M" of -BM. */
  readonly suffix: string
}

const UNITS = 'KMGTPEZY'

export const KIBI: BlockSize = { unit: 1024n, human: false, suffix: '' }
export const HUMAN: BlockSize = { unit: 1024n, human: true, suffix: '' }
export const SI: BlockSize = { unit: 1000n, human: true, suffix: '' }

/** What -B has: "1M", or "M" alone, which is shown. */
export function parseBlockSize(tool: Tool, text: string, option = '-B'): BlockSize {
  if (text === 'human-readable') return HUMAN
  if (text === 'si') return SI
  const bare = /^[kKMGTPEZY](i?B)?$/.test(text)
  const unit = parseCount(bare ? `1${text}` : text)
  if (unit === undefined || unit === 0n) throw tool.fail(`invalid ${option} argument '${text}'`)
  return { unit, human: false, suffix: bare ? text.replace(/^k$/, 'K').replace(/^K(B)$/, 'k$1') : '' }
}

/** Rounded up. */
export function blocks(bytes: bigint, { unit, human, suffix }: BlockSize): string {
  return human ? humanText(bytes, unit) : `${(bytes + unit - 1n) / unit}${suffix}`
}

/** Powers of the base, rounded up, one decimal below ten: "1.5K", of thousands "1.5k". */
export function humanText(bytes: bigint, base: bigint): string {
  if (bytes < base) return String(bytes)
  let power = 0
  let divisor = base
  while (bytes >= divisor * base) {
    divisor *= base
    power += 1
  }
  const unit = (at: number) => (base === 1000n && at === 0 ? 'k' : UNITS[at])
  const tenths = (bytes * 10n + divisor - 1n) / divisor
  if (tenths <= 99n) return `${tenths / 10n}.${tenths % 10n}${unit(power)}`
  const whole = (bytes + divisor - 1n) / divisor
  return whole === base ? `1.0${unit(power + 1)}` : `${whole}${unit(power)}`
}

/** What a heading calls a block: "1K", "1kB", "512B". */
export function blockName(unit: bigint): string {
  for (const [base, ends] of [
    [1024n, ''],
    [1000n, 'B'],
  ] as const) {
    let rest = unit
    let power = 0
    while (rest % base === 0n && power < UNITS.length) {
      rest /= base
      power += 1
    }
    if (power > 0 && rest < base) return `${rest}${base === 1000n && power === 1 ? 'k' : UNITS[power - 1]}${ends}`
  }
  return `${unit}B`
}
