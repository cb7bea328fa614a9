/** Bytes that come bit by bit. They are cut when it is their turn: a reply of 16 MiB may come byte by byte. */
import type { RandomStream } from '../guest/random.js'
import { sample } from './distribution.js'
import { EXHAUSTION } from './exhaustion.js'
import type { Step } from './line.js'
import type { Chunks, Effects } from './rule.js'

const SECOND = 1_000_000_000n
/** With a limited bandwidth bytes come so many times a second. */
const TICKS = 20n

/** How fast bytes come. */
export type Pace =
  | { readonly chunks: Chunks }
  /** Bytes per second. */
  | { readonly bandwidth: bigint }

/** Undefined: at once. */
export function paceOf({ chunks, bandwidth, exhaust }: Effects): Pace | undefined {
  if (bandwidth !== undefined) return { bandwidth }
  const cut = chunks ?? (exhaust && EXHAUSTION[exhaust].chunks)
  return cut && { chunks: cut }
}

/** The steps up to the next piece, and what is left. */
export function nextPiece(data: string, pace: Pace, stream: RandomStream): { steps: readonly Step[]; rest: string } {
  if ('bandwidth' in pace) return limited(data, pace.bandwidth)
  const { chunks } = pace
  const [least, most] = chunks.size
  const size = least + (most > least ? stream.below(most - least + 1) : 0)
  const rest = data.slice(size)
  const pause = rest === '' ? [] : [{ wait: sample(chunks.pause, stream) }]
  return { steps: [{ bytes: data.slice(0, size), isPiece: true }, ...pause], rest }
}

/** A piece arrives when all of it has passed. */
function limited(data: string, bandwidth: bigint): { steps: readonly Step[]; rest: string } {
  const bytes = data.slice(0, Number(bandwidth / TICKS) || 1)
  const wait = (BigInt(bytes.length) * SECOND) / bandwidth
  return { steps: [{ wait }, { bytes, isPiece: true }], rest: data.slice(bytes.length) }
}
