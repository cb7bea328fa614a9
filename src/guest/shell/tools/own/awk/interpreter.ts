/** Executes the tree of an awk program. */
import { Errno } from '../../../../errno.js'
import { calendar, SECOND } from '../../../../programs/local-time.js'
import { type Console, Exit } from '../../../../programs/streaming/console.js'
import { strftime } from '../../../../programs/strftime.js'
import type { Wait } from '../../../../wait.js'
import { toText as decode, toBytes, toLatin1 } from '../../text.js'
import { compile, translate } from '../posix-regex.js'
import { AwkError } from './lexer.js'
import { Reader, Streams } from './streams.js'
import type { AwkProgram, Expression, Rule, Statement, Target } from './tree.js'
import { compare, fromOutside, MissingArgument, sprintf, toBoolean, toNumber, toText, type Value } from './values.js'

type Work<T> = Generator<Wait, T, void>
type Table = Map<string, Value>
interface Frame {
  readonly values: Map<string, Value | Table>
  readonly parameters: ReadonlySet<string>
}
type Jump = undefined | 'break' | 'continue' | 'next' | 'nextfile' | 'return'

class ExitProgram extends Error {}

const DEEPEST = 1000
const LARGEST_FIELD = 100_000

export class Interpreter {
  readonly #console: Console
  readonly #program: AwkProgram
  readonly #streams: Streams
  readonly #globals = new Map<string, Value | Table>()
  readonly #regexes = new Map<string, RegExp>()
  readonly #isUnicode: boolean
  /** mawk shows whole numbers with all digits while they are an int, gawk nearly always. */
  readonly #largest: number
  readonly #open = new Map<Rule, boolean>()
  #frames: Frame[] = []
  #record = ''
  #fields: string[] = []
  #isSplit = true
  #isJoined = true
  #returned: Value
  #status = 0
  #operands: string[] = []
  #reader: Reader | undefined
  #hasOperands = false
  #seed = 0
  /** Operands are looked at when the first record is wanted: BEGIN may change them. */
  #hasStarted = false

  constructor(console: Console, program: AwkProgram, settings: { isGawk: boolean }) {
    this.#console = console
    this.#program = program
    this.#streams = new Streams(console)
    const { env } = console.task
    this.#isUnicode = settings.isGawk && /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '')
    this.#largest = settings.isGawk ? 2 ** 53 : 2 ** 31 - 1
    const start = {
      FS: ' ',
      OFS: ' ',
      ORS: '\n',
      RS: '\n',
      SUBSEP: '\x1c',
      CONVFMT: '%.6g',
      OFMT: '%.6g',
      FILENAME: '',
    }
    for (const [name, value] of Object.entries(start)) this.#globals.set(name, value)
    for (const name of ['NR', 'FNR', 'NF', 'RSTART']) this.#globals.set(name, 0)
    this.#globals.set('RLENGTH', -1)
    this.#globals.set(
      'ENVIRON',
      new Map(Object.entries(env).map(([name, value]) => [name, fromOutside(this.#in(value))])),
    )
  }

  /** What -v and operands of that form set. */
  assign(name: string, text: string): void {
    const value = text.replace(/\\([\\"nt/])/g, (_, code: string) => ({ n: '\n', t: '\t' })[code] ?? code)
    this.#setVariable(name, fromOutside(this.#in(value)))
  }

  *run(operands: readonly string[]): Work<number> {
    this.#globals.set('ARGC', operands.length + 1)
    this.#globals.set(
      'ARGV',
      new Map([
        ['0', this.#console.name],
        ...operands.map((word, at) => [String(at + 1), fromOutside(this.#in(word))] as [string, Value]),
      ]),
    )
    const { rules } = this.#program
    const ends = rules.filter(({ when }) => when === 'END')
    const main = rules.filter(({ when }) => when !== 'BEGIN' && when !== 'END')
    try {
      try {
        for (const { when, action } of rules) if (when === 'BEGIN' && action !== undefined) yield* this.#execute(action)
        if (main.length > 0 || ends.length > 0) yield* this.#main(main)
      } catch (error) {
        if (!(error instanceof ExitProgram)) throw error
      }
      for (const { action } of ends) if (action !== undefined) yield* this.#execute(action)
    } catch (error) {
      if (!(error instanceof ExitProgram)) throw error
    }
    yield* this.#streams.closeAll()
    return this.#status
  }

  *#main(rules: readonly Rule[]): Work<void> {
    while (yield* this.#nextRecord()) {
      const jump = yield* this.#rules(rules)
      if (jump === 'nextfile') this.#reader = undefined
    }
  }

  *#rules(rules: readonly Rule[]): Work<Jump> {
    for (const rule of rules) {
      yield* this.#console.task.work()
      if (!(yield* this.#applies(rule))) continue
      if (rule.action === undefined) yield* this.#print(`${this.#line()}${this.#text(this.#get('ORS') as Value)}`)
      else {
        const jump = yield* this.#execute(rule.action)
        if (jump === 'next' || jump === 'nextfile') return jump
      }
    }
    return undefined
  }

  *#applies(rule: Rule): Work<boolean> {
    const { when, until } = rule
    if (when === undefined || typeof when === 'string') return true
    if (until === undefined) return toBoolean(yield* this.#evaluate(when))
    const isOpen = this.#open.get(rule) ?? false
    if (!isOpen && !toBoolean(yield* this.#evaluate(when))) return false
    this.#open.set(rule, !toBoolean(yield* this.#evaluate(until)))
    return true
  }

  // Records and fields

  *#nextRecord(): Work<boolean> {
    const text = yield* this.#mainRecord()
    if (text === undefined) return false
    this.#setRecord(text)
    return true
  }

  *#mainRecord(): Work<string | undefined> {
    for (;;) {
      if (this.#reader === undefined && !(yield* this.#openNext())) return undefined
      let text: string | undefined
      try {
        text = yield* (this.#reader as Reader).record(this.#separator())
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        yield* this.#console.warn(`read failure on ${this.#text(this.#get('FILENAME') as Value)}: ${error.text}`, 2)
        this.#status = 2
      }
      if (text !== undefined) {
        for (const name of ['NR', 'FNR']) this.#globals.set(name, toNumber(this.#get(name) as Value) + 1)
        return this.#isUnicode ? decode(Buffer.from(text, 'latin1')) : text
      }
      if (this.#reader !== undefined && this.#reader.fd > 2) this.#console.task.descriptors.close(this.#reader.fd)
      this.#reader = undefined
    }
  }

  *#openNext(): Work<boolean> {
    if (!this.#hasStarted) {
      this.#hasStarted = true
      const argc = toNumber(this.#get('ARGC') as Value)
      const argv = this.#table('ARGV')
      for (let at = 1; at < argc; at++) this.#operands.push(this.#text(argv.get(String(at))))
    }
    for (let operand = this.#operands.shift(); operand !== undefined; operand = this.#operands.shift()) {
      if (operand === '') continue
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(operand) ?? []
      if (name !== undefined && value !== undefined) {
        this.assign(name, this.#out(value))
        continue
      }
      this.#hasOperands = true
      const file = this.#out(operand)
      try {
        const { task } = this.#console
        const fd =
          file === '-' || file === '/dev/stdin'
            ? 0
            : task.descriptors.add(yield* task.open(file, { read: true, write: false }), 3)
        this.#reader = new Reader(this.#console, fd)
        this.#globals.set('FILENAME', fromOutside(operand))
        this.#globals.set('FNR', 0)
        return true
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        yield* this.#console.warn(`cannot open ${file} (${error.text})`, 2)
        this.#status = 2
        if (this.#largest < 2 ** 32) throw new Exit(2)
      }
    }
    if (this.#hasOperands) return false
    this.#hasOperands = true
    this.#reader = new Reader(this.#console, 0)
    return true
  }

  /** Undefined for paragraphs. */
  #separator(): RegExp | undefined {
    const text = this.#text(this.#get('RS') as Value)
    if (text === '') return undefined
    if (text === '\n') return /\n/
    if ([...text].length === 1) return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'))
    return this.#regex(text)
  }

  #setRecord(text: string): void {
    this.#record = text
    this.#isSplit = false
    this.#isJoined = true
  }

  #line(): string {
    if (!this.#isJoined) {
      this.#record = this.#fields.join(this.#text(this.#get('OFS') as Value))
      this.#isJoined = true
    }
    return this.#record
  }

  #split(): void {
    if (this.#isSplit) return
    this.#isSplit = true
    const isParagraph = this.#text(this.#get('RS') as Value) === ''
    this.#fields = this.#pieces(this.#record, this.#text(this.#get('FS') as Value), isParagraph)
    this.#globals.set('NF', this.#fields.length)
  }

  #pieces(text: string, separator: string | RegExp, isParagraph = false): string[] {
    if (text === '') return []
    if (separator === ' ') return text.split(/[ \t\n]+/).filter(part => part !== '')
    if (separator === '') return [...text]
    if (typeof separator === 'string' && separator.length === 1 && separator !== '\\') {
      return isParagraph
        ? text.split(new RegExp(`[${separator.replace(/[\\\]^-]/, '\\$&')}\\n]`))
        : text.split(separator)
    }
    const expression = typeof separator === 'string' ? this.#regex(separator) : separator
    const source = isParagraph ? `(?:${expression.source})|\\n` : expression.source
    const pieces: string[] = []
    let from = 0
    for (const match of text.matchAll(new RegExp(source, 'gsu'))) {
      if (match[0] === '') continue
      pieces.push(text.slice(from, match.index))
      from = match.index + match[0].length
    }
    return [...pieces, text.slice(from)]
  }

  #field(index: number): Value {
    if (index === 0) return fromOutside(this.#line())
    this.#split()
    const text = this.#fields[index - 1]
    return text === undefined ? undefined : fromOutside(text)
  }

  #setField(index: number, value: Value): void {
    if (index === 0) {
      this.#setRecord(this.#text(value))
      return
    }
    this.#split()
    while (this.#fields.length < index) this.#fields.push('')
    this.#fields[index - 1] = this.#text(value)
    this.#globals.set('NF', this.#fields.length)
    this.#isJoined = false
  }

  // Variables

  #get(name: string): Value | Table {
    if (name === 'NF') this.#split()
    const frame = this.#frames.at(-1)
    if (frame?.parameters.has(name)) return frame.values.get(name)
    return this.#globals.get(name)
  }

  #setVariable(name: string, value: Value): void {
    const frame = this.#frames.at(-1)
    if (frame?.parameters.has(name)) {
      frame.values.set(name, value)
      return
    }
    if (name === 'NF') {
      this.#split()
      const count = Math.max(0, Math.trunc(toNumber(value)))
      this.#fields = Array.from({ length: count }, (_, at) => this.#fields[at] ?? '')
      this.#isJoined = false
    }
    // A record that was not looked at yet is split as FS was when it was read.
    if (name === 'FS') this.#split()
    this.#globals.set(name, value)
  }

  #table(name: string): Table {
    const value = this.#get(name)
    if (value instanceof Map) return value
    const table: Table = new Map()
    const frame = this.#frames.at(-1)
    if (frame?.parameters.has(name)) frame.values.set(name, table)
    else this.#globals.set(name, table)
    return table
  }

  #text(value: Value): string {
    const format = this.#globals.get('CONVFMT')
    return toText(value, typeof format === 'string' ? format : '%.6g', this.#largest)
  }

  *#subscript(parts: readonly Expression[]): Work<string> {
    const texts: string[] = []
    for (const part of parts) texts.push(this.#text(yield* this.#evaluate(part)))
    return texts.join(this.#text(this.#get('SUBSEP') as Value))
  }

  *#assign(target: Target, value: Value): Work<void> {
    if (target.kind === 'variable') this.#setVariable(target.name, value)
    else if (target.kind === 'element') {
      const key = yield* this.#subscript(target.subscripts)
      this.#table(target.name).set(key, value)
    } else {
      const index = toNumber(yield* this.#evaluate(target.index))
      if (index < 0 || index > LARGEST_FIELD)
        yield* this.#console.fail(`run time error: negative field index $${index}`, 2)
      this.#setField(Math.trunc(index), value)
    }
  }

  // Statements

  *#execute(statement: Statement): Work<Jump> {
    switch (statement.kind) {
      case 'block':
        for (const each of statement.statements) {
          const jump = yield* this.#execute(each)
          if (jump !== undefined) return jump
        }
        return undefined
      case 'expression':
        yield* this.#evaluate(statement.value)
        return undefined
      case 'print':
        yield* this.#output(statement)
        return undefined
      case 'if':
        if (toBoolean(yield* this.#evaluate(statement.test))) return yield* this.#execute(statement.yes)
        return statement.no === undefined ? undefined : yield* this.#execute(statement.no)
      case 'while':
      case 'do':
      case 'for':
        return yield* this.#loop(statement)
      case 'forIn': {
        // awk promises no order: here it is that in which they came.
        for (const key of [...this.#table(statement.name).keys()]) {
          yield* this.#console.task.work()
          this.#setVariable(statement.variable, fromOutside(key))
          const jump = yield* this.#execute(statement.body)
          if (jump === 'break') break
          if (jump !== undefined && jump !== 'continue') return jump
        }
        return undefined
      }
      case 'delete': {
        const table = this.#table(statement.name)
        if (statement.subscripts === undefined) table.clear()
        else table.delete(yield* this.#subscript(statement.subscripts))
        return undefined
      }
      case 'return':
        this.#returned = statement.value === undefined ? undefined : yield* this.#evaluate(statement.value)
        return 'return'
      case 'exit':
        if (statement.value !== undefined)
          this.#status = Math.trunc(toNumber(yield* this.#evaluate(statement.value))) & 255
        throw new ExitProgram()
      default:
        return statement.kind
    }
  }

  *#loop(statement: Extract<Statement, { kind: 'while' | 'do' | 'for' }>): Work<Jump> {
    if (statement.kind === 'for' && statement.first !== undefined) yield* this.#execute(statement.first)
    for (let isFirst = true; ; isFirst = false) {
      yield* this.#console.task.work()
      const isTested = !(statement.kind === 'do' && isFirst) && statement.test !== undefined
      if (isTested && statement.test !== undefined && !toBoolean(yield* this.#evaluate(statement.test)))
        return undefined
      const jump = yield* this.#execute(statement.body)
      if (jump === 'break') return undefined
      if (jump !== undefined && jump !== 'continue') return jump
      if (statement.kind === 'for' && statement.next !== undefined) yield* this.#execute(statement.next)
    }
  }

  *#output({ isFormat, args, redirect }: Extract<Statement, { kind: 'print' }>): Work<void> {
    const values: Value[] = []
    for (const arg of args) values.push(yield* this.#evaluate(arg))
    let text: string
    if (isFormat) text = yield* this.#format(values, 'printf')
    else {
      const format = this.#text(this.#get('OFMT') as Value)
      const shown = args.length === 0 ? [this.#line()] : values.map(value => toText(value, format, this.#largest))
      text = shown.join(this.#text(this.#get('OFS') as Value)) + this.#text(this.#get('ORS') as Value)
    }
    if (redirect === undefined) yield* this.#print(text)
    else {
      const to = this.#out(this.#text(yield* this.#evaluate(redirect.to)))
      yield* this.#streams.write(redirect.operator, to, this.#bytes(text))
    }
  }

  *#format([format, ...args]: readonly Value[], name: string): Work<string> {
    const shown = this.#text(format)
    try {
      return sprintf(shown, args, value => this.#text(value))
    } catch (error) {
      if (!(error instanceof MissingArgument)) throw error
      if (this.#largest > 2 ** 32)
        return yield* this.#console.fail(`fatal: not enough arguments to satisfy format string\n\t\`${shown}'`, 2)
      const escaped = `"${shown}"`
      const where = `\tFILENAME=${JSON.stringify(this.#text(this.#get('FILENAME') as Value))} FNR=${this.#text(this.#get('FNR') as Value)} NR=${this.#text(this.#get('NR') as Value)}`
      return yield* this.#console.fail(
        `run time error: not enough arguments passed to ${name}(${escaped})\n${where}`,
        2,
      )
    }
  }

  *#print(text: string): Work<void> {
    yield* this.#console.print(this.#bytes(text))
  }

  #bytes(text: string): Uint8Array {
    return toBytes(text, !this.#isUnicode)
  }

  /** Names and words of the process, as the texts of the program are. */
  #in(text: string): string {
    return this.#isUnicode ? text : toLatin1(toBytes(text, false))
  }

  #out(text: string): string {
    return this.#isUnicode ? text : decode(Buffer.from(text, 'latin1'))
  }

  // Expressions

  *#evaluate(expression: Expression): Work<Value> {
    switch (expression.kind) {
      case 'number':
      case 'string':
        return expression.value
      case 'regex':
        return this.#regex(expression.source).test(this.#line()) ? 1 : 0
      case 'variable': {
        const value = this.#get(expression.name)
        if (value instanceof Map)
          return yield* this.#console.fail(`type error in arg: array ${expression.name} used as a scalar`, 2)
        return value
      }
      case 'element': {
        const key = yield* this.#subscript(expression.subscripts)
        const table = this.#table(expression.name)
        if (!table.has(key)) table.set(key, undefined)
        return table.get(key)
      }
      case 'field': {
        const index = Math.trunc(toNumber(yield* this.#evaluate(expression.index)))
        if (index < 0) return yield* this.#console.fail(`run time error: negative field index $${index}`, 2)
        return this.#field(index)
      }
      case 'group': {
        if (expression.parts.length !== 1) return yield* this.#subscript(expression.parts)
        const [only] = expression.parts
        return only === undefined ? '' : yield* this.#evaluate(only)
      }
      case 'assign': {
        const value = yield* this.#evaluate(expression.value)
        const result =
          expression.operator === ''
            ? value
            : yield* this.#calculate(expression.operator, yield* this.#evaluate(expression.target), value)
        yield* this.#assign(expression.target, result)
        return result
      }
      case 'conditional':
        return yield* this.#evaluate(toBoolean(yield* this.#evaluate(expression.test)) ? expression.yes : expression.no)
      case 'unary': {
        const value = yield* this.#evaluate(expression.value)
        if (expression.operator === '!') return toBoolean(value) ? 0 : 1
        return expression.operator === '-' ? -toNumber(value) : toNumber(value)
      }
      case 'step': {
        const before = toNumber(yield* this.#evaluate(expression.target))
        yield* this.#assign(expression.target, before + expression.by)
        return expression.isPrefix ? before + expression.by : before
      }
      case 'in':
        return this.#table(expression.name).has(yield* this.#subscript(expression.subscripts)) ? 1 : 0
      case 'binary':
        return yield* this.#binary(expression)
      case 'call':
        return yield* this.#call(expression.name, expression.args)
      case 'builtin':
        return yield* this.#builtin(expression.name, expression.args)
      default:
        return yield* this.#getline(expression)
    }
  }

  *#binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Work<Value> {
    const a = yield* this.#evaluate(left)
    if (operator === '&&') return toBoolean(a) && toBoolean(yield* this.#evaluate(right)) ? 1 : 0
    if (operator === '||') return toBoolean(a) || toBoolean(yield* this.#evaluate(right)) ? 1 : 0
    if (operator === '~' || operator === '!~') {
      const expression = yield* this.#pattern(right)
      return expression.test(this.#text(a)) === (operator === '~') ? 1 : 0
    }
    const b = yield* this.#evaluate(right)
    if (operator === ' ') return this.#text(a) + this.#text(b)
    if (/[<>=!]/.test(operator)) {
      const order = compare(a, b, value => this.#text(value))
      const holds = {
        '<': order < 0,
        '<=': order <= 0,
        '==': order === 0,
        '!=': order !== 0,
        '>': order > 0,
        '>=': order >= 0,
      }[operator]
      return holds ? 1 : 0
    }
    return yield* this.#calculate(operator, a, b)
  }

  *#calculate(operator: string, a: Value, b: Value): Work<number> {
    const [x, y] = [toNumber(a), toNumber(b)]
    switch (operator) {
      case '+':
        return x + y
      case '-':
        return x - y
      case '*':
        return x * y
      case '/':
        if (y === 0)
          yield* this.#console.fail(
            this.#largest < 2 ** 32 ? 'division by zero' : 'cmd. line:1: fatal: division by zero attempted',
            2,
          )
        return x / y
      case '%':
        if (y === 0)
          yield* this.#console.fail(
            this.#largest < 2 ** 32
              ? 'division by zero in %'
              : "cmd. line:1: fatal: division by zero attempted in `%%'",
            2,
          )
        return x % y
      default:
        return x ** y
    }
  }

  #regex(source: string): RegExp {
    let expression = this.#regexes.get(source)
    if (expression === undefined) {
      const plain = source.replace(
        /\\([ntrfva"/])/g,
        (_, code: string) => ({ n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' })[code] ?? code,
      )
      try {
        expression = compile(translate(plain, { isExtended: true }), 'su')
      } catch (error) {
        throw new AwkError(
          `regular expression compile failed (${error instanceof Error ? error.message : ''})\n${source}`,
        )
      }
      this.#regexes.set(source, expression)
    }
    return expression
  }

  *#pattern(expression: Expression | undefined): Work<RegExp> {
    if (expression?.kind === 'regex') return this.#regex(expression.source)
    return this.#regex(expression === undefined ? '' : this.#text(yield* this.#evaluate(expression)))
  }

  *#call(name: string, args: readonly Expression[]): Work<Value> {
    const called = this.#program.functions.get(name)
    if (called === undefined) return yield* this.#console.fail(`line 1: function ${name} never defined`, 2)
    if (this.#frames.length >= DEEPEST) return yield* this.#console.fail('function call nesting too deep', 2)
    const values = new Map<string, Value | Table>()
    const shared: { readonly parameter: string; readonly name: string }[] = []
    for (const [at, parameter] of called.parameters.entries()) {
      const arg = args[at]
      if (arg === undefined) continue
      if (arg.kind === 'variable') {
        const value = this.#get(arg.name)
        values.set(parameter, value)
        // It may become an array in there.
        if (value === undefined) shared.push({ parameter, name: arg.name })
      } else values.set(parameter, yield* this.#evaluate(arg))
    }
    const frame: Frame = { values, parameters: new Set(called.parameters) }
    this.#frames.push(frame)
    this.#returned = undefined
    try {
      yield* this.#execute(called.body)
    } finally {
      this.#frames.pop()
    }
    for (const { parameter, name: outer } of shared) {
      const value = values.get(parameter)
      if (!(value instanceof Map) || this.#get(outer) !== undefined) continue
      const above = this.#frames.at(-1)
      if (above?.parameters.has(outer)) above.values.set(outer, value)
      else this.#globals.set(outer, value)
    }
    const returned = this.#returned
    this.#returned = undefined
    return returned
  }

  *#getline({ target, from, source }: Extract<Expression, { kind: 'getline' }>): Work<Value> {
    if (from === 'main') {
      const text = yield* this.#mainRecord()
      if (text === undefined) return 0
      if (target === undefined) this.#setRecord(text)
      else yield* this.#assign(target, fromOutside(text))
      return 1
    }
    const name = this.#out(this.#text(source === undefined ? '' : yield* this.#evaluate(source)))
    try {
      const reader = from === 'file' ? yield* this.#streams.file(name) : yield* this.#streams.command(name)
      const raw = yield* reader.record(this.#separator())
      if (raw === undefined) return 0
      const text = this.#isUnicode ? decode(Buffer.from(raw, 'latin1')) : raw
      if (target === undefined) this.#setRecord(text)
      else yield* this.#assign(target, fromOutside(text))
      if (from === 'command') this.#globals.set('NR', toNumber(this.#get('NR') as Value) + 1)
      return 1
    } catch (error) {
      if (error instanceof Errno) return -1
      throw error
    }
  }

  *#builtin(name: string, args: readonly Expression[]): Work<Value> {
    const { guest, env } = this.#console.task
    const value = function* (this: Interpreter, at: number): Work<Value> {
      const arg = args[at]
      return arg === undefined ? undefined : yield* this.#evaluate(arg)
    }.bind(this)
    switch (name) {
      case 'length': {
        const [arg] = args
        if (arg === undefined) return this.#line().length
        const held = arg.kind === 'variable' ? this.#get(arg.name) : undefined
        return held instanceof Map ? held.size : [...this.#text(yield* value(0))].length
      }
      case 'substr': {
        const text = [...this.#text(yield* value(0))]
        const start = toNumber(yield* value(1))
        const length = args.length > 2 ? toNumber(yield* value(2)) : Number.POSITIVE_INFINITY
        const from = Math.round(start)
        const to = length === Number.POSITIVE_INFINITY ? length : Math.round(start + length)
        return text.slice(Math.max(0, from - 1), Math.max(0, to - 1)).join('')
      }
      case 'index':
        return this.#text(yield* value(0)).indexOf(this.#text(yield* value(1))) + 1
      case 'split': {
        const text = this.#text(yield* value(0))
        const [, array, separator] = args
        const by =
          separator === undefined
            ? this.#text(this.#get('FS') as Value)
            : separator.kind === 'regex'
              ? this.#regex(separator.source)
              : this.#text(yield* value(2))
        const pieces = this.#pieces(text, by)
        const table = this.#table(array?.kind === 'variable' ? array.name : '')
        table.clear()
        for (const [at, piece] of pieces.entries()) table.set(String(at + 1), fromOutside(piece))
        return pieces.length
      }
      case 'sub':
      case 'gsub':
        return yield* this.#substitute(args, name === 'gsub')
      case 'match': {
        const text = this.#text(yield* value(0))
        const found = (yield* this.#pattern(args[1])).exec(text)
        this.#globals.set('RSTART', found === null ? 0 : found.index + 1)
        this.#globals.set('RLENGTH', found === null ? -1 : found[0].length)
        return found === null ? 0 : found.index + 1
      }
      case 'sprintf': {
        const values: Value[] = []
        for (const arg of args) values.push(yield* this.#evaluate(arg))
        return yield* this.#format(values, 'sprintf')
      }
      case 'tolower':
        return this.#text(yield* value(0)).replace(this.#isUnicode ? /./gsu : /[A-Z]/g, each => each.toLowerCase())
      case 'toupper':
        return this.#text(yield* value(0)).replace(this.#isUnicode ? /./gsu : /[a-z]/g, each => each.toUpperCase())
      case 'sin':
      case 'cos':
      case 'exp':
      case 'log':
      case 'sqrt':
        return Math[name](toNumber(yield* value(0)))
      case 'int':
        return Math.trunc(toNumber(yield* value(0)))
      case 'atan2':
        return Math.atan2(toNumber(yield* value(0)), toNumber(yield* value(1)))
      case 'rand':
        return guest.random.stream('awk').below(2 ** 31) / 2 ** 31
      case 'srand': {
        const before = this.#seed
        this.#seed = args.length === 0 ? Number(guest.clock.now() / SECOND) : toNumber(yield* value(0))
        return before
      }
      case 'system':
        return yield* this.#streams.system(this.#out(this.#text(yield* value(0))))
      case 'close':
        return yield* this.#streams.close(this.#out(this.#text(yield* value(0))))
      case 'fflush':
        yield* this.#streams.flush()
        return 0
      case 'systime':
        return Number(guest.clock.now() / SECOND)
      case 'strftime': {
        const format = args.length > 0 ? this.#text(yield* value(0)) : '%c'
        const time = args.length > 1 ? BigInt(Math.trunc(toNumber(yield* value(1)))) * SECOND : guest.clock.now()
        return strftime(format, calendar(guest, env, args.length > 2 && toBoolean(yield* value(2)))(time))
      }
      case 'mktime': {
        const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = this.#text(yield* value(0))
          .trim()
          .split(/\s+/)
          .map(Number)
        const utc = BigInt(Date.UTC(year, month - 1, day, hour, minute, second) / 1000)
        return Number(utc) - calendar(guest, env)(utc * SECOND).zone.offset
      }
      default:
        return yield* this.#console.fail(`mockvm doesn't do ${name}() yet`, 2)
    }
  }

  *#substitute(args: readonly Expression[], isGlobal: boolean): Work<number> {
    const expression = yield* this.#pattern(args[0])
    const replacement = this.#text(args[1] === undefined ? '' : yield* this.#evaluate(args[1]))
    const target: Expression = args[2] ?? { kind: 'field', index: { kind: 'number', value: 0 } }
    const text = this.#text(yield* this.#evaluate(target))
    let count = 0
    const result = text.replace(new RegExp(expression.source, `su${isGlobal ? 'g' : ''}`), found => {
      count++
      return replacement.replace(/\\\\|\\&|&/g, mark => (mark === '&' ? found : mark === '\\&' ? '&' : '\\'))
    })
    if (count > 0 && (target.kind === 'variable' || target.kind === 'field' || target.kind === 'element'))
      yield* this.#assign(target, result)
    return count
  }
}
