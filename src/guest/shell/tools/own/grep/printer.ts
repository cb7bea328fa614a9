/** What grep prints of what it found. */
import type { GivenOptions } from '../../../../programs/options.js'
import type { Console } from '../../../../programs/streaming/console.js'
import type { Wait } from '../../../../wait.js'
import type { LocaleText } from '../locale-text.js'
import type { Match } from './pattern.js'

export interface Line {
  readonly text: string
  /** From 1. */
  readonly number: number
  /** Bytes before it. */
  readonly offset: number
}

const NUL = Uint8Array.of(0)
const MATCH = '01;31'
const FILE = '35'
const NUMBER = '32'
const SEPARATOR = '36'

export class Printer {
  readonly #console: Console
  readonly #options: GivenOptions
  readonly #text: LocaleText
  readonly #names: boolean
  readonly #colors: boolean
  #hasShown = false

  /** `names`: lines are told with the file they are in. */
  constructor(console: Console, options: GivenOptions, { text, names }: { text: LocaleText; names: boolean }) {
    this.#console = console
    this.#options = options
    this.#text = text
    this.#names = names
    this.#colors = (options.value('color') ?? options.value('colour')) === 'always'
  }

  /** `mark`: `-` for a line of the context. */
  *line(name: string, line: Line, matches: readonly Match[], mark: ':' | '-'): Generator<Wait, void, void> {
    const options = this.#options
    this.#hasShown = true
    if (!options.has('o')) yield* this.#whole(name, line, matches, mark)
    else if (mark === ':' && !options.has('v')) yield* this.#parts(name, line, matches)
  }

  *#parts(name: string, { text, number, offset }: Line, matches: readonly Match[]): Generator<Wait, void, void> {
    for (const { from, to } of matches) {
      if (to === from) continue
      const at = offset + this.#text.encode(text.slice(0, from)).length
      const prefix = this.#prefix(name, number, at, ':')
      yield* this.#console.print(...prefix, ...this.#match(text.slice(from, to)), this.#end)
    }
  }

  *#whole(
    name: string,
    { text, number, offset }: Line,
    matches: readonly Match[],
    mark: ':' | '-',
  ): Generator<Wait, void, void> {
    const parts = this.#prefix(name, number, offset, mark)
    let at = 0
    for (const { from, to } of this.#colors && !this.#options.has('v') ? matches : []) {
      if (to === from) continue
      parts.push(this.#text.encode(text.slice(at, from)), ...this.#match(text.slice(from, to)))
      at = to
    }
    yield* this.#console.print(...parts, this.#text.encode(text.slice(at)), this.#end)
  }

  #prefix(name: string, number: number, offset: number, mark: ':' | '-'): (string | Uint8Array)[] {
    const options = this.#options
    const parts: (string | Uint8Array)[] = []
    const separator = this.#color(SEPARATOR, mark)
    if (this.#names) parts.push(this.#color(FILE, name), options.has('Z') ? NUL : separator)
    if (options.has('n')) parts.push(this.#color(NUMBER, String(number)), separator)
    if (options.has('b')) parts.push(this.#color(NUMBER, String(offset)), separator)
    if (options.has('T') && parts.length > 0) parts.push('\t')
    return parts
  }

  /** Between groups of lines that don't follow each other. */
  *gap(): Generator<Wait, void, void> {
    if (this.#hasShown) yield* this.#console.print(this.#color(SEPARATOR, '--'), '\n')
  }

  *count(name: string, count: number): Generator<Wait, void, void> {
    const separator = this.#options.has('Z') ? NUL : this.#color(SEPARATOR, ':')
    if (this.#names) yield* this.#console.print(this.#color(FILE, name), separator)
    yield* this.#console.print(`${count}\n`)
  }

  *file(name: string): Generator<Wait, void, void> {
    yield* this.#console.print(this.#color(FILE, name), this.#options.has('Z') ? NUL : '\n')
  }

  get #end(): string | Uint8Array {
    return this.#options.has('z') ? NUL : '\n'
  }

  #match(text: string): (string | Uint8Array)[] {
    const bytes = this.#text.encode(text)
    return this.#colors ? [`\x1b[${MATCH}m\x1b[K`, bytes, '\x1b[m\x1b[K'] : [bytes]
  }

  #color(code: string, text: string): string {
    return this.#colors ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : text
  }
}
