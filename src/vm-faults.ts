/** `vm.faults`: the fault rules of a VM, for those who test with it. */
import type { Faults } from './faults/faults.js'
import type { ArgumentsTest } from './faults/rule.js'
import type { FaultStatus } from './faults/rules.js'
import type { FaultInput } from './scenario/fault-config.js'
import { table } from './table.js'

/** A rule as in a scenario file; `where` may also be a function that is given the arguments (integers as bigint). */
export type FaultOptions = Omit<FaultInput, 'where'> & { readonly where?: FaultInput['where'] | ArgumentsTest }

/** Rules that were set up and never fired: the message has the table of all. */
export class UnusedFaultsError extends Error {
  override readonly name = 'UnusedFaultsError'
}

/** What VmFaults needs of the VM. */
export interface FaultsHost {
  readonly faults: Faults
  /** Checks a rule and adds it; gives its name. */
  add(rule: FaultOptions): string
  remove(name: string): void
  reset(): void
  release(name: string | undefined): void
}

export class VmFaults {
  readonly #host: FaultsHost

  constructor(host: FaultsHost) {
    this.#host = host
  }

  /** Adds rules, from the next command on; gives their names. Throws ScenarioError for what is no rule. */
  add(...rules: readonly FaultOptions[]): string[] {
    return rules.map(rule => this.#host.add(rule))
  }

  /** The rules and how they are doing, in the order in which they apply. */
  list(): FaultStatus[] {
    return this.#host.faults.rules.list()
  }

  /** Throws RangeError for a name that no rule has. */
  remove(name: string): void {
    this.#host.remove(name)
  }

  /** The scenario's rules and no others, all counts at 0. What hangs goes on hanging. */
  reset(): void {
    this.#host.reset()
  }

  /** Lets commands go on that hang, because of the rule of that name or of any. */
  release(name?: string): void {
    this.#host.release(name)
  }

  /** The rules with matched, fired and remaining, as a table for the eye. */
  report(): string {
    const rows = this.list().map(({ name, on, matched, fired, remaining }) => {
      return [name, on.join(' '), `${matched}`, `${fired}`, remaining === undefined ? 'any' : `${remaining}`]
    })
    return table([['rule', 'on', 'matched', 'fired', 'remaining'], ...rows])
  }

  /** Throws UnusedFaultsError if a rule has never fired. */
  assertNoUnused(): void {
    const unused = this.list().filter(({ fired }) => fired === 0)
    if (unused.length === 0) return
    const what = unused.length === 1 ? 'a fault rule has' : `${unused.length} fault rules have`
    throw new UnusedFaultsError(`expected every fault rule to fire, but ${what} not\n${this.report()}`)
  }
}
