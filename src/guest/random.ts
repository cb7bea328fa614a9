/** Chance, from one seed: the only source of it. Streams have names, so that a draw in one never shifts another. */
import seedrandom from 'seedrandom'

/** What a stream of ARC4 has come to. Our own type: no types of seedrandom are published with it. */
export interface StreamState {
  readonly i: number
  readonly j: number
  readonly S: readonly number[]
}

export type RandomSnapshot = Readonly<Record<string, StreamState>>

export class Random {
  readonly #seed: string
  readonly #streams = new Map<string, RandomStream>()

  constructor(seed: string) {
    this.#seed = seed
  }

  stream(name: string): RandomStream {
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      stream = new RandomStream(seedrandom(`${this.#seed}/${name}`, { state: true }))
      this.#streams.set(name, stream)
    }
    return stream
  }

  snapshot(): RandomSnapshot {
    return Object.fromEntries([...this.#streams].map(([name, stream]) => [name, stream.state()]))
  }

  restore(snapshot: RandomSnapshot): void {
    this.#streams.clear()
    for (const [name, state] of Object.entries(snapshot)) {
      this.#streams.set(name, new RandomStream(seedrandom('', { state: { ...state, S: [...state.S] } })))
    }
  }
}

interface Draw {
  (): number
  state(): StreamState
}

export class RandomStream {
  readonly #draw: Draw

  constructor(draw: Draw) {
    this.#draw = draw
  }

  /** An integer from 0 up to, but not including, `below`. */
  below(below: number): number {
    return Math.floor(this.#draw() * below)
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256))
  }

  /** `length` characters of `alphabet`. */
  text(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[this.below(alphabet.length)]).join('')
  }

  state(): StreamState {
    return this.#draw.state()
  }
}
