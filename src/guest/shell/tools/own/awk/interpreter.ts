/** Runs an awk program: what it begins with, its rules for each record, what it ends with. */
import type { Console } from '../../../../programs/streaming/console.js'
import { LocaleText } from '../locale-text.js'
import { assignedText } from './assignment.js'
import { evaluate } from './evaluate.js'
import { ExitProgram, execute } from './execute.js'
import type { Jump, Machine, Work } from './machine.js'
import { MainInput } from './main-input.js'
import { AwkRecord } from './record.js'
import { Regexes } from './regexes.js'
import { Streams } from './streams.js'
import type { AwkProgram, Expression, Rule, Statement } from './tree.js'
import { fromOutside, toBoolean, type Value } from './values.js'
import { Variables } from './variables.js'

export class Interpreter implements Machine {
  readonly console: Console
  readonly functions
  readonly isGawk: boolean
  readonly text: LocaleText
  readonly variables: Variables
  readonly regexes = new Regexes()
  readonly record: AwkRecord
  readonly streams: Streams
  readonly input: MainInput
  returned: Value
  seed = 0
  readonly #rules: readonly Rule[]
  /** Whether a range is open. */
  readonly #open = new Map<Rule, boolean>()

  constructor(console: Console, { rules, functions }: AwkProgram, { isGawk }: { isGawk: boolean }) {
    const { env } = console.task
    this.console = console
    this.functions = functions
    this.isGawk = isGawk
    this.text = new LocaleText(env, { isByteOnly: !isGawk })
    // mawk shows whole numbers with all digits while they are an int, gawk nearly always.
    this.variables = new Variables(isGawk ? 2 ** 53 : 2 ** 31 - 1)
    this.record = new AwkRecord(this.variables, this.regexes)
    this.streams = new Streams(console)
    this.input = new MainInput(console, this, this)
    this.#rules = rules
    const environ = Object.entries(env).map(([name, value]) => [name, this.#outside(value)] as const)
    this.variables.put('ENVIRON', new Map(environ))
  }

  /** What -v sets. */
  assign(name: string, text: string): void {
    this.variables.set(name, this.#outside(assignedText(text)))
  }

  *run(operands: readonly string[]): Work<void> {
    this.variables.put('ARGC', operands.length + 1)
    const argv = operands.map((word, at) => [String(at + 1), this.#outside(word)] as const)
    this.variables.put('ARGV', new Map<string, Value>([['0', this.console.name], ...argv]))
    const ends = this.#rules.filter(({ when }) => when === 'END')
    const main = this.#rules.filter(({ when }) => when !== 'BEGIN' && when !== 'END')
    yield* this.#untilExit(function* (this: Interpreter) {
      yield* this.#untilExit(function* (this: Interpreter) {
        yield* this.#actions(this.#rules.filter(({ when }) => when === 'BEGIN'))
        if (main.length > 0 || ends.length > 0) yield* this.#records(main)
      })
      yield* this.#actions(ends)
    })
    yield* this.streams.closeAll()
  }

  evaluate(expression: Expression): Work<Value> {
    return evaluate(this, expression)
  }

  execute(statement: Statement): Work<Jump> {
    return execute(this, statement)
  }

  #outside(word: string): Value {
    return fromOutside(this.text.fromWord(word))
  }

  *#untilExit(run: (this: Interpreter) => Work<void>): Work<void> {
    try {
      yield* run.call(this)
    } catch (error) {
      if (!(error instanceof ExitProgram)) throw error
    }
  }

  *#actions(rules: readonly Rule[]): Work<void> {
    for (const { action } of rules) if (action !== undefined) yield* this.execute(action)
  }

  *#records(rules: readonly Rule[]): Work<void> {
    for (let line = yield* this.input.next(); line !== undefined; line = yield* this.input.next()) {
      this.record.set(line)
      if ((yield* this.#apply(rules)) === 'nextfile') this.input.skipFile()
    }
  }

  *#apply(rules: readonly Rule[]): Work<Jump> {
    for (const rule of rules) {
      yield* this.console.task.work()
      if (!(yield* this.#isFor(rule))) continue
      const jump = yield* this.execute(rule.action ?? PRINT)
      if (jump === 'next' || jump === 'nextfile') return jump
    }
    return undefined
  }

  /** Whether a rule is for the record at hand. */
  *#isFor(rule: Rule): Work<boolean> {
    const { when, until } = rule
    if (when === undefined || typeof when === 'string') return true
    if (until === undefined) return toBoolean(yield* this.evaluate(when))
    const isOpen = this.#open.get(rule) ?? false
    if (!isOpen && !toBoolean(yield* this.evaluate(when))) return false
    this.#open.set(rule, !toBoolean(yield* this.evaluate(until)))
    return true
  }
}

/** What a rule does that says nothing. */
const PRINT: Statement = { kind: 'print', isFormat: false, args: [], redirect: undefined }
