/** The fault rules of a VM: which of them apply to a command, and how often each did. */
import type { RandomStream } from '../guest/random.js'
import { wildcard } from '../guest/wildcard.js'
import type { PlainObject } from '../json/plain.js'
import { fits } from './arguments-pattern.js'
import type { ArgumentsTest, Direction, FaultRule, GuestCondition } from './rule.js'

/** How a rule is doing. */
export interface FaultStatus {
  readonly name: string
  /** The commands that it is for, as patterns. */
  readonly on: readonly string[]
  /** How often everything about a command fitted but the counting. */
  readonly matched: number
  readonly fired: number
  /** How often it still may; undefined: without end. */
  readonly remaining: number | undefined
}

export interface RulesSnapshot {
  /** Functions are no data: a rule that has a test leaves a mark of it. */
  readonly rules: readonly {
    readonly rule: Omit<FaultRule, 'test'>
    readonly hasTest: boolean
    readonly matched: number
    readonly fired: number
  }[]
}

export interface RulesOptions {
  /** Chance of its own for every rule. */
  chance(rule: string): RandomStream
  isTrue(condition: GuestCondition): boolean
}

interface Entry {
  readonly rule: FaultRule
  readonly patterns: readonly RegExp[]
  matched: number
  fired: number
}

export class Rules {
  readonly #options: RulesOptions
  #entries: Entry[] = []

  constructor(options: RulesOptions) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** Whether requests have to be looked at on their way. */
  get wantRequests(): boolean {
    return this.#entries.some(({ rule }) => rule.direction === 'request')
  }

  /** Throws RangeError for a name that is taken. */
  add(rule: FaultRule): void {
    if (this.has(rule.name)) {
      throw new RangeError(`fault rule: expected a name that is free, got "${rule.name}", which another rule has`)
    }
    this.#entries.push({ rule, patterns: rule.on.map(wildcard), matched: 0, fired: 0 })
  }

  has(name: string): boolean {
    return this.#entries.some(({ rule }) => rule.name === name)
  }

  /** Throws RangeError for a name that no rule has. */
  assertHas(name: string): void {
    if (this.has(name)) return
    const names = this.#entries.map(({ rule }) => `"${rule.name}"`).join(', ')
    throw new RangeError(`fault rule: expected the name of a rule (${names || 'there are none'}), got "${name}"`)
  }

  /** Throws RangeError for a name that no rule has. */
  remove(name: string): void {
    this.assertHas(name)
    this.#entries = this.#entries.filter(({ rule }) => rule.name !== name)
  }

  clear(): void {
    this.#entries = []
  }

  list(): FaultStatus[] {
    return this.#entries.map(({ rule: { name, on, times }, matched, fired }) => {
      return { name, on, matched, fired, remaining: times === undefined ? undefined : Math.max(0, times - fired) }
    })
  }

  /** The rules that fire for a command, which counts. `args` is asked for only if a rule wants to know. */
  fire(direction: Direction, name: string, args: () => PlainObject): FaultRule[] {
    return this.#entries.filter(entry => this.#fires(entry, direction, name, args)).map(({ rule }) => rule)
  }

  /** The rules that are for an answer to what was no request, which does not count. */
  unasked(): FaultRule[] {
    return this.#entries.map(({ rule }) => rule).filter(rule => this.#isForUnasked(rule))
  }

  snapshot(): RulesSnapshot {
    const rules = this.#entries.map(({ rule: { test, ...rule }, matched, fired }) => {
      return { rule, hasTest: test !== undefined, matched, fired }
    })
    return { rules }
  }

  /** Throws TypeError when a rule of the snapshot had a function that this VM doesn't know. */
  check({ rules }: RulesSnapshot): void {
    const lost = rules.find(({ rule, hasTest }) => hasTest && this.#testOf(rule.name) === undefined)
    if (lost === undefined) return
    const { name } = lost.rule
    throw new TypeError(`restore: expected the fault rule "${name}" with its function to be there; add it first`)
  }

  /** Of a snapshot that `check` has passed. */
  restore({ rules }: RulesSnapshot): void {
    this.#entries = rules.map(({ rule: data, hasTest, matched, fired }) => {
      const test = hasTest ? this.#testOf(data.name) : undefined
      const rule = test === undefined ? data : { ...data, test }
      return { rule, patterns: rule.on.map(wildcard), matched, fired }
    })
  }

  #testOf(name: string): ArgumentsTest | undefined {
    return this.#entries.find(({ rule }) => rule.name === name)?.rule.test
  }

  #isForUnasked(rule: FaultRule): boolean {
    if (!rule.isForAll || rule.direction === 'request' || rule.where !== undefined || rule.test !== undefined)
      return false
    if (rule.after > 0 || rule.nth !== undefined || rule.every > 1 || rule.times !== undefined) return false
    return (rule.while === undefined || this.#options.isTrue(rule.while)) && this.#isDrawn(rule)
  }

  /** Drawn only where it decides: a rule that can't fire any more takes nothing from the stream. */
  #isDrawn({ name, probability }: FaultRule): boolean {
    return probability >= 1 || this.#options.chance(name).below(2 ** 32) < probability * 2 ** 32
  }

  #fires(entry: Entry, direction: Direction, name: string, args: () => PlainObject): boolean {
    const { rule } = entry
    if ((rule.direction === 'request') !== (direction === 'request')) return false
    if (!entry.patterns.some(pattern => pattern.test(name))) return false
    if (rule.where !== undefined && !fits(rule.where, args())) return false
    if (rule.test !== undefined && !holds(rule.test, args())) return false
    if (rule.while !== undefined && !this.#options.isTrue(rule.while)) return false
    const count = ++entry.matched - rule.after
    if (count <= 0 || (rule.times !== undefined && entry.fired >= rule.times)) return false
    if (count % rule.every !== 0 || rule.nth?.includes(count) === false) return false
    if (!this.#isDrawn(rule)) return false
    entry.fired++
    return true
  }
}

/** A function that throws says no, and is told loudly: the agent must not stop in the middle of a command. */
function holds(test: ArgumentsTest, args: PlainObject): boolean {
  try {
    return test(args)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
    return false
  }
}
