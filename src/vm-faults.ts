/** `vm.faults`: the fault rules of a VM, for those who test with it. */
import type { Faults } from './faults/faults.js'
import type { ArgumentsTest } from './faults/rule.js'
import type { FaultStatus } from './faults/rules.js'
import { describeAction } from './perform.js'
import { type ActionInput, type FaultInput, type FaultVocabulary, readFault } from './scenario/actions.js'
import { table } from './table.js'
import type { Occurrence } from './trace/events.js'

/** A rule as in a scenario file, and more: `where` may be a function. */
export type FaultOptions = Omit<FaultInput, 'where'> & {
  /**
   * Arguments that the command must have, or a function that is given them (integers as bigint) and says whether the
   * rule is for them. One that throws says no, and what it threw is thrown again in a microtask: without a handler of
   * uncaughtException that ends the process.
   */
  readonly where?: FaultInput['where'] | ArgumentsTest
}

/** Rules that were set up and never fired: the message has the table of all. */
export class UnusedFaultsError extends Error {
  override readonly name = 'UnusedFaultsError'
}

/** What VmFaults needs of the VM. */
export interface FaultsHost {
  readonly faults: Faults
  readonly vocabulary: FaultVocabulary
  /** Throws when the VM is closed. */
  assertOpen(what: string): void
  tell(event: Occurrence): void
  do(action: ActionInput): void
}

export class VmFaults {
  readonly #host: FaultsHost

  constructor(host: FaultsHost) {
    this.#host = host
  }

  /**
   * Adds rules, from the next command of the agent on, and gives their names; QEMU's monitor takes none. Throws
   * ScenarioError for what is no rule, and adds none.
   */
  add(...rules: readonly FaultOptions[]): string[] {
    this.#host.assertOpen('faults.add')
    const checked = rules.map(({ where, ...rest }) => {
      const isTest = typeof where === 'function'
      const input = isTest ? rest : { ...rest, where }
      const rule = readFault(input, this.#host.vocabulary)
      return { input, rule: isTest ? { ...rule, test: where } : rule }
    })
    return checked.map(({ input, rule }) => {
      const added = this.#host.faults.add(rule)
      const text = describeAction({ addFaults: [added] }) ?? ''
      this.#host.tell({ type: 'action', by: 'host', action: { faults: { add: input } }, text })
      return added.name
    })
  }

  /** The rules and how they are doing, in the order in which they apply. */
  list(): FaultStatus[] {
    return this.#host.faults.rules.list()
  }

  /** Throws RangeError for a name that no rule has. */
  remove(name: string): void {
    this.#host.do({ faults: { remove: name } })
  }

  /** The scenario's rules and no others, all counts at 0. What hangs goes on hanging. */
  reset(): void {
    this.#host.do({ faults: { reset: true } })
  }

  /** Lets commands go on that hang, because of the rule of that name or of any. Throws RangeError for a name that no rule has. */
  release(name?: string): void {
    this.#host.do({ faults: { release: name ?? true } })
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
