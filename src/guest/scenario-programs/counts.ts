/** How often entries of `programs` were asked and have answered: what lets one answer the third time otherwise. */
import type { ProgramCounting } from '../config.js'
import type { RandomStream } from '../random.js'

interface ProgramCount {
  /** How often everything about a call fitted but the counting. */
  readonly asked: number
  readonly answered: number
}

/** In the order of `programs`. */
export type ProgramCountsSnapshot = readonly ProgramCount[]

const EVERY_TIME: ProgramCounting = { skip: 0, every: 1, probability: 1 }

export class ProgramCounts {
  #counts = new Map<number, ProgramCount>()

  of(index: number): ProgramCount {
    return this.#counts.get(index) ?? { asked: 0, answered: 0 }
  }

  /** Whether an entry that fits answers this time, which counts. `chance` is drawn only where it decides. */
  answers(index: number, counting: ProgramCounting = EVERY_TIME, chance: () => RandomStream): boolean {
    const { asked, answered } = this.of(index)
    this.#counts.set(index, { asked: asked + 1, answered })
    const { skip, nth, every, times, probability } = counting
    const count = asked + 1 - skip
    if (count <= 0 || (times !== undefined && answered >= times)) return false
    if (count % every !== 0 || nth?.includes(count) === false) return false
    if (probability < 1 && chance().below(2 ** 32) >= probability * 2 ** 32) return false
    this.#counts.set(index, { asked: asked + 1, answered: answered + 1 })
    return true
  }

  snapshot(): ProgramCountsSnapshot {
    const length = Math.max(-1, ...this.#counts.keys()) + 1
    return Array.from({ length }, (_, index) => this.of(index))
  }

  restore(snapshot: ProgramCountsSnapshot): void {
    this.#counts = new Map(snapshot.entries())
  }
}
