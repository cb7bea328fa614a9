import type { TraceEvent } from '../../trace/events.js'

/** Holds back what happens before somebody looks. */
export class Witness {
  #held: TraceEvent[] = []
  #look: ((event: TraceEvent) => void) | undefined

  tell(event: TraceEvent): void {
    if (this.#look === undefined) this.#held.push(event)
    else this.#look(event)
  }

  look(at: (event: TraceEvent) => void): void {
    for (const event of this.#held) at(event)
    this.#held = []
    this.#look = at
  }
}
