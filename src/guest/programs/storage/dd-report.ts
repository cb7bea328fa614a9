/** What dd(1) says when it is done. */
import { humanFraction } from './fractions.js'

interface Copied {
  readonly in: { readonly full: bigint; readonly partial: bigint }
  readonly out: { readonly full: bigint; readonly partial: bigint }
  readonly bytes: bigint
}

/** Bytes per second, and before the first of them: of a virtio disk with a cache. */
const RATE = 1_000_000_000n
const START_NS = 20_000n

/** `status`: none leaves it out, noxfer its last line. How long it took is made up: work takes no time in the guest. */
export function copyReport({ in: read, out: written, bytes }: Copied, status: string | undefined): string {
  if (status === 'none') return ''
  const records = `${read.full}+${read.partial} records in\n${written.full}+${written.partial} records out\n`
  if (status === 'noxfer') return records
  const nanoseconds = START_NS + (bytes * 1_000_000_000n) / RATE
  const seconds = Number(nanoseconds) / 1e9
  const sizes =
    bytes < 1000n
      ? ''
      : bytes < 1024n
        ? ` (${humanFraction(Number(bytes), 1000)}B)`
        : ` (${humanFraction(Number(bytes), 1000)}B, ${humanFraction(Number(bytes), 1024)}B)`
  const speed = bytes === 0n ? '0.0 k' : humanFraction(Number(bytes) / seconds, 1000)
  const unit = bytes === 1n ? 'byte' : 'bytes'
  return `${records}${bytes} ${unit}${sizes} copied, ${general(seconds)} s, ${speed}B/s\n`
}

/** As %g prints it: six digits that count. */
function general(value: number): string {
  if (value >= 1e-4) return String(Number(value.toPrecision(6)))
  return value
    .toExponential(5)
    .replace(/\.?0+e/, 'e')
    .replace(/e-(\d)$/, 'e-0$1')
}
