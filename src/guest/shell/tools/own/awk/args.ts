/** The arguments of one of awk's own functions. */
import { goThrough, type Machine, type Work } from './machine.js'
import type { Expression } from './tree.js'
import { toNumber, type Value } from './values.js'

export type Builtin = (machine: Machine, args: Args) => Work<Value>

export class Args {
  readonly #machine: Machine
  /** Not yet evaluated. */
  readonly all: readonly Expression[]

  constructor(machine: Machine, all: readonly Expression[]) {
    this.#machine = machine
    this.all = all
  }

  get count(): number {
    return this.all.length
  }

  /** Nothing, of one that was not given. */
  *value(at: number): Work<Value> {
    const arg = this.all[at]
    return arg === undefined ? undefined : yield* this.#machine.evaluate(arg)
  }

  *text(at: number): Work<string> {
    const text = this.#machine.variables.text(yield* this.value(at))
    yield* goThrough(this.#machine, text)
    return text
  }

  *number(at: number): Work<number> {
    return toNumber(yield* this.value(at))
  }
}
