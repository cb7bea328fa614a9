/** How long something takes, by chance: drawn from one named stream, in integers, so that a seed gives the same everywhere. */
import type { RandomStream } from '../guest/random.js'

/** All in nanoseconds. */
export type Distribution =
  | { readonly kind: 'fixed'; readonly value: bigint }
  /** Evenly from `from` to `to`, both included. */
  | { readonly kind: 'range'; readonly from: bigint; readonly to: bigint }
  /** Never below 0. */
  | { readonly kind: 'normal'; readonly mean: bigint; readonly deviation: bigint }
  /** Points of the distribution, ascending: `[50, 100ms]` says that half of all are below. Straight lines in between. */
  | { readonly kind: 'percentiles'; readonly points: readonly (readonly [percent: number, value: bigint])[] }

export const fixed = (value: bigint): Distribution => ({ kind: 'fixed', value })

/** A draw has 32 bits. */
const WHOLE = 2 ** 32

function draw(stream: RandomStream): bigint {
  return BigInt(stream.below(WHOLE))
}

export function sample(distribution: Distribution, stream: RandomStream): bigint {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value
    case 'range': {
      const { from, to } = distribution
      return from + ((to - from + 1n) * draw(stream)) / BigInt(WHOLE)
    }
    case 'normal': {
      const value = distribution.mean + standardNormal(distribution.deviation, stream)
      return value > 0n ? value : 0n
    }
    case 'percentiles':
      return percentile(distribution.points, draw(stream))
  }
}

/** The sum of twelve even draws is as good as normal, up to six deviations, and needs no logarithm of some host's. */
function standardNormal(deviation: bigint, stream: RandomStream): bigint {
  let sum = -6n * BigInt(WHOLE)
  for (let count = 0; count < 12; count++) sum += draw(stream)
  return (deviation * sum) / BigInt(WHOLE)
}

/** Below the first point the line begins at 0; above the last one it is flat. */
function percentile(points: readonly (readonly [number, bigint])[], drawn: bigint): bigint {
  let [below, least]: readonly [bigint, bigint] = [0n, 0n]
  for (const [percent, value] of points) {
    // Percentages such as 99.9 in units of the draw.
    const place = (BigInt(Math.round(percent * 1000)) * BigInt(WHOLE)) / 100_000n
    if (drawn < place) return least + ((value - least) * (drawn - below)) / (place - below)
    ;[below, least] = [place, value]
  }
  return least
}
