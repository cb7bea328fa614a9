/** A guest that is short of something, as its host sees it: everything still works, late. */
import type { Distribution } from './distribution.js'
import type { Chunks } from './rule.js'

const MS = 1_000_000n

interface Exhaustion {
  readonly delay: Distribution
  readonly chunks: Chunks
}

export const EXHAUSTION: Readonly<Record<'cpu' | 'memory', Exhaustion>> = {
  // The agent is one of many that want the processor: every command waits for its turn, and so does every write.
  cpu: {
    delay: {
      kind: 'percentiles',
      points: [
        [10, 200n * MS],
        [50, 800n * MS],
        [90, 3_000n * MS],
        [99, 12_000n * MS],
      ],
    },
    chunks: { size: [4096, 4096], pause: { kind: 'range', from: 0n, to: 50n * MS } },
  },
  // Its pages are on the swap: most commands find what they need, a few wait for half a minute; page by page.
  memory: {
    delay: {
      kind: 'percentiles',
      points: [
        [50, 100n * MS],
        [90, 5_000n * MS],
        [99, 30_000n * MS],
      ],
    },
    chunks: { size: [4096, 4096], pause: { kind: 'range', from: 5n * MS, to: 20n * MS } },
  },
}
