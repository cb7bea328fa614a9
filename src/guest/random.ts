/** Chance, from one seed: the only source of it. Streams have names, so that a draw in one never shifts another. */
import seedrandom from 'seedrandom'

export type RandomSnapshot = Readonly<Record<string, seedrandom.State.Arc4>>

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
      this.#streams.set(name, new RandomStream(seedrandom('', { state })))
    }
  }
}

export class RandomStream {
  readonly #draw: seedrandom.StatefulPRNG<seedrandom.State.Arc4>

  constructor(draw: seedrandom.StatefulPRNG<seedrandom.State.Arc4>) {
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

  state(): seedrandom.State.Arc4 {
    return this.#draw.state()
  }
}
