/** What a generator draws from: the same seed gives the same story, whatever was drawn for others. */
import { Random, type RandomStream } from '../../src/guest/random.js'

export class Chance {
  readonly #stream: RandomStream

  constructor(seed: string) {
    this.#stream = new Random(seed).stream('fuzz')
  }

  /** From 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return this.#stream.below(limit)
  }

  /** Once in `n` times. */
  once(n: number): boolean {
    return this.below(n) === 0
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T
  }

  /** Small numbers far more often than large ones. */
  size(limit: number): number {
    return this.below(this.below(limit) + 1)
  }

  list<T>(length: number, make: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => make(index))
  }

  text(alphabet: string, length: number): string {
    return this.#stream.text(alphabet, length)
  }

  shuffle<T>(values: readonly T[]): T[] {
    const result = [...values]
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      ;[result[last], result[other]] = [result[other] as T, result[last] as T]
    }
    return result
  }
}
