/** The record at hand: cut into fields, and put together from them, only when that is asked for. */
import { boundedRegExp, matchesOf } from '../bounded-regex.js'
import { joined } from './memory.js'
import type { Regexes } from './regexes.js'
import { fromOutside, toNumber, type Value } from './values.js'
import type { Variables } from './variables.js'

export class AwkRecord {
  readonly #variables: Variables
  readonly #regexes: Regexes
  #line = ''
  #fields: string[] = []
  #isSplit = true
  #isJoined = true

  constructor(variables: Variables, regexes: Regexes) {
    this.#variables = variables
    this.#regexes = regexes
    variables.watch('NF', { beforeRead: () => this.#split(), beforeWrite: value => this.#resize(toNumber(value)) })
    // A record that was not looked at yet is split as FS was when it was read.
    variables.watch('FS', { beforeWrite: () => this.#split() })
  }

  set(line: string): void {
    this.#line = line
    this.#isSplit = false
    this.#isJoined = true
  }

  /** All of it: $0. */
  get line(): string {
    if (!this.#isJoined) {
      this.#line = joined(this.#fields, this.#variables.textOf('OFS'))
      this.#isJoined = true
    }
    return this.#line
  }

  /** `index`: 0 for all of it. */
  field(index: number): Value {
    if (index === 0) return fromOutside(this.line)
    this.#split()
    const text = this.#fields[index - 1]
    return text === undefined ? undefined : fromOutside(text)
  }

  setField(index: number, value: Value): void {
    const text = this.#variables.text(value)
    if (index === 0) {
      this.set(text)
      return
    }
    this.#split()
    while (this.#fields.length < index) this.#fields.push('')
    this.#fields[index - 1] = text
    this.#variables.put('NF', this.#fields.length)
    this.#isJoined = false
  }

  #resize(wanted: number): void {
    this.#split()
    const count = Math.max(0, Math.trunc(wanted))
    this.#fields = Array.from({ length: count }, (_, at) => this.#fields[at] ?? '')
    this.#isJoined = false
  }

  #split(): void {
    if (this.#isSplit) return
    this.#isSplit = true
    const isParagraph = this.#variables.textOf('RS') === ''
    this.#fields = this.pieces(this.#line, this.#variables.textOf('FS'), isParagraph)
    this.#variables.put('NF', this.#fields.length)
  }

  /** A text cut as FS says. `isParagraph`: at newlines too. */
  pieces(text: string, separator: string | RegExp, isParagraph = false): string[] {
    if (text === '') return []
    if (separator === ' ') return text.split(/[ \t\n]+/).filter(part => part !== '')
    if (separator === '') return [...text]
    if (typeof separator === 'string' && separator.length === 1 && separator !== '\\') {
      return isParagraph
        ? text.split(new RegExp(`[${separator.replace(/[\\\]^-]/, '\\$&')}\\n]`))
        : text.split(separator)
    }
    const { source } = typeof separator === 'string' ? this.#regexes.get(separator) : separator
    return cut(text, boundedRegExp(isParagraph ? `(?:${source})|\\n` : source, 'gsu'))
  }

  /** What ends records; undefined for paragraphs. */
  get separator(): RegExp | undefined {
    const text = this.#variables.textOf('RS')
    if (text === '') return undefined
    if (text === '\n') return /\n/
    if ([...text].length === 1) return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'))
    return this.#regexes.get(text)
  }
}

function cut(text: string, separator: RegExp): string[] {
  const pieces: string[] = []
  let from = 0
  for (const match of matchesOf(separator, text)) {
    if (match[0] === '') continue
    pieces.push(text.slice(from, match.index))
    from = match.index + match[0].length
  }
  return [...pieces, text.slice(from)]
}
