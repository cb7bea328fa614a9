/** What grep looks for in one file: which lines are selected, and with which others around them. */
import type { GivenOptions } from '../../../../programs/options.js'
import { type Console, Exit } from '../../../../programs/streaming/console.js'
import { eachLine } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import type { LocaleText } from '../locale-text.js'
import type { Match } from './pattern.js'
import type { Line, Printer } from './printer.js'

/** What is the same in all files of a run. */
export interface Search {
  readonly console: Console
  readonly options: GivenOptions
  readonly text: LocaleText
  readonly printer: Printer
  readonly find: (line: string) => readonly Match[]
  hasSelected: boolean
}

export class FileSearch {
  readonly #search: Search
  readonly #name: string
  readonly #most: number
  readonly #before: number
  readonly #after: number
  readonly #listing: string | undefined
  readonly #isQuiet: boolean
  readonly #skipsBinary: boolean
  readonly #end: number
  #selected = 0
  #number = 0
  #offset = 0
  #isBinary = false
  /** Number of the line that was shown last. */
  #last = 0
  /** Lines of context still to be shown. */
  #left = 0
  #waiting: Line[] = []

  /** `name`: as it is printed. */
  constructor(search: Search, name: string) {
    const { options } = search
    this.#search = search
    this.#name = name
    this.#most = options.has('m') ? Number(options.value('m')) : Number.POSITIVE_INFINITY
    const context = Number(options.value('C') ?? 0)
    this.#before = Number(options.value('B') ?? context)
    this.#after = Number(options.value('A') ?? context)
    this.#listing = options.last('l', 'L')
    this.#isQuiet = options.has('q') || this.#listing !== undefined || options.has('c')
    this.#skipsBinary = options.has('I') || options.value('binary-files') === 'without-match'
    this.#end = options.has('z') ? 0 : 10
  }

  /** Throws Errno, and Exit where nothing more has to be known. */
  *run(operand: string): Generator<Wait, void, void> {
    if (this.#most === 0) return
    yield* eachLine(this.#search.console.task, operand, bytes => this.#take(bytes), this.#end, { stops: true })
    yield* this.#finish()
  }

  /** False when the rest of the file doesn't matter. */
  *#take(bytes: Uint8Array): Generator<Wait, boolean, void> {
    const { options, find } = this.#search
    this.#number++
    const line: Line = { text: this.#decode(bytes), number: this.#number, offset: this.#offset }
    this.#offset += bytes.length
    if (this.#showsBinary(bytes, line.text)) this.#isBinary = true
    if (this.#isBinary && this.#skipsBinary) return false
    const matches = find(line.text)
    // After as many as were asked for, the context may go on into lines that match.
    if (matches.length > 0 !== options.has('v') && this.#selected < this.#most)
      return yield* this.#select(line, matches)
    yield* this.#pass(line)
    return this.#goesOn
  }

  *#pass(line: Line): Generator<Wait, void, void> {
    if (this.#left > 0 && !this.#isQuiet && !this.#isBinary) {
      yield* this.#search.printer.line(this.#name, line, [], '-')
      this.#last = line.number
      this.#left--
    } else if (this.#before > 0) this.#waiting = [...this.#waiting, line].slice(-this.#before)
  }

  *#select(line: Line, matches: readonly Match[]): Generator<Wait, boolean, void> {
    const { options } = this.#search
    this.#selected++
    if (this.#listing !== 'L') this.#search.hasSelected = true
    if (options.has('q') || this.#listing !== undefined) return false
    if (this.#isBinary && !options.has('c')) return false
    if (!this.#isQuiet) yield* this.#show(line, matches)
    return this.#goesOn
  }

  *#show(line: Line, matches: readonly Match[]): Generator<Wait, void, void> {
    const { options, printer } = this.#search
    const first = this.#waiting[0]?.number ?? line.number
    const hasContext = this.#before > 0 || this.#after > 0
    if (hasContext && !options.has('o') && first > this.#last + 1) yield* printer.gap()
    for (const each of this.#waiting) yield* printer.line(this.#name, each, [], '-')
    this.#waiting = []
    yield* printer.line(this.#name, line, matches, ':')
    this.#last = line.number
    this.#left = this.#after
  }

  get #goesOn(): boolean {
    return this.#selected < this.#most || this.#left > 0
  }

  *#finish(): Generator<Wait, void, void> {
    const { console, options, printer } = this.#search
    if (this.#isBinary && this.#selected > 0 && !this.#isQuiet && !this.#skipsBinary) {
      yield* console.say(`${console.name}: ${this.#name}: binary file matches\n`)
      return
    }
    if (options.has('c') && !options.has('q') && this.#listing === undefined)
      yield* printer.count(this.#name, this.#selected)
    if (this.#listing === 'l' && this.#selected > 0) yield* printer.file(this.#name)
    if (this.#listing === 'L' && this.#selected === 0) {
      this.#search.hasSelected = true
      yield* printer.file(this.#name)
    }
    if (options.has('q') && this.#search.hasSelected) throw new Exit(0)
  }

  #decode(bytes: Uint8Array): string {
    return this.#search.text.decode(bytes.at(-1) === this.#end ? bytes.subarray(0, -1) : bytes)
  }

  #showsBinary(bytes: Uint8Array, line: string): boolean {
    const { options, text } = this.#search
    if (this.#end !== 10 || options.has('a') || options.value('binary-files') === 'text') return false
    return bytes.includes(0) || (text.isUnicode && /[\uDC80-\uDCFF]/u.test(line))
  }
}
