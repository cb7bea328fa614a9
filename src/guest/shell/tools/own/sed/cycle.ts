/** What sed has in hand while it goes through its commands: both spaces, and what it remembers. */
import type { Console } from '../../../../programs/streaming/console.js'
import { MOST_MEMORY } from '../../../../tasks/task.js'
import type { Wait } from '../../../../wait.js'
import type { Input } from './input.js'

const USAGE = 1

export class Cycle {
  readonly #console: Console
  readonly #input: Input
  space = ''
  hold = ''
  /** Whether the line that was read last had its end. */
  hasEnd = true
  /** Since that line was read. */
  hasReplaced = false
  #last: RegExp | undefined

  constructor(console: Console, input: Input) {
    this.#console = console
    this.#input = input
  }

  get line(): number {
    return this.#input.number
  }

  hasNext(): Generator<Wait, boolean, void> {
    return this.#input.hasNext()
  }

  /** The next line into the pattern space, or behind what is there; false if there is none. */
  *take({ joins = false } = {}): Generator<Wait, boolean, void> {
    const line = yield* this.#input.next()
    if (line === undefined) return false
    this.space = joins ? yield* this.joined(this.space, line.text) : line.text
    this.hasEnd = line.hasEnd
    this.hasReplaced = false
    return true
  }

  /** Two lines as one text, if there is memory for it. */
  *joined(first: string, second: string): Generator<Wait, string, void> {
    if (first.length + second.length >= MOST_MEMORY) yield* this.exhausted()
    return `${first}\n${second}`
  }

  *exhausted(): Generator<Wait, never, void> {
    return yield* this.#console.fail('memory exhausted', USAGE)
  }

  /** An empty one stands for the one that was used last. */
  *expression(given: RegExp | undefined): Generator<Wait, RegExp, void> {
    const expression = given ?? this.#last
    if (expression === undefined) return yield* this.#console.fail('no previous regular expression', USAGE)
    this.#last = expression
    return expression
  }
}
