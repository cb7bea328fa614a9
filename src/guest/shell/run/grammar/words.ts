/** Words of a script with their quotes and expansions: where each ends, and how what dash reads differently is to be written. */
import { ansiText } from '../../expand/ansi-text.js'
import { singleQuote } from '../../quote.js'
import { WORD_MARK } from './positions.js'
import { Unreadable } from './unreadable.js'

export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What `${ }` may begin with. */
const PARAMETER = /^(?:[!#]?(?:[A-Za-z_]\w*|\d+|[-@*#?$!])(?:\[[^\]]*\])?|[#!])(?:[-+=?:%#/^,@*}]|$)/

/** \0, and the like, that is not half of another escape. */
const NUL_ESCAPE = /(?<!\\)(?:\\\\)*\\(?:000|00?(?![0-7])|x(?:00|0(?![0-9A-Fa-f])))/

const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/

export abstract class Words {
  readonly text: string
  readonly isBash: boolean
  /** How the text is to be changed for a parser of bash. */
  readonly edits: Edit[] = []
  at = 0
  /** In the braces of "${ }" a single quote is itself. */
  #isInQuotedBraces = false

  constructor(text: string, isBash: boolean) {
    this.text = text
    this.isBash = isBash
  }

  /** Reads commands up to the bracket that ends `$(`. */
  abstract skipCommands(): void

  edit(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text })
  }

  lineOf(offset: number): number {
    return this.text.slice(0, offset).split('\n').length
  }

  protected skipWord(): void {
    const start = this.at
    if (this.isBash) this.#skipSubscript()
    for (; this.at < this.text.length; ) {
      const letter = this.text.charAt(this.at)
      if (/[ \t\n;&|)]/.test(letter)) return
      if (letter === '(') {
        const before = this.text.slice(start, this.at)
        const isArray = this.isBash && /^[A-Za-z_]\w*(?:\[[\s\S]*\])?\+?=$/.test(before)
        if (isArray) this.#skipArray()
        else if (this.isBash && /[?*+@!]$/.test(before)) this.#skipBalanced('(', ')')
        else return
      } else if (letter === '<' || letter === '>') {
        if (!this.isBash || this.text.charAt(this.at + 1) !== '(') return
        this.at += 2
        this.skipCommands()
      } else this.#skipPiece(letter)
    }
  }

  /** A quote, an expansion or a character. */
  #skipPiece(letter: string): void {
    if (letter === '\\') this.at = Math.min(this.text.length, this.at + 2)
    else if (letter === "'") this.#skipTo("'")
    else if (letter === '"') this.#skipDouble()
    else if (letter === '`') this.#skipBackquoted()
    else if (letter === '$') this.#skipDollar(false)
    else this.at++
  }

  /** `a[i + 1]=` is one word. */
  #skipSubscript(): void {
    const [whole] = /^[A-Za-z_]\w*\[(?:[^\][\n]|\[[^\][\n]*\])*\]\+?=/.exec(this.text.slice(this.at)) ?? []
    if (whole !== undefined && !/['"`$;&|]/.test(whole)) this.at += whole.length
  }

  #skipArray(): void {
    this.at++
    for (;;) {
      const [blank = ''] = /^(?:\s|\\\n|#[^\n]*)*/.exec(this.text.slice(this.at)) ?? []
      this.at += blank.length
      const letter = this.text.charAt(this.at)
      if (letter === '') throw new Unreadable({ line: this.lineOf(this.at), open: ')', status: 1 })
      if (letter === ')') break
      if (/[;&|]/.test(letter)) throw new Unreadable({ line: this.lineOf(this.at), token: letter })
      const start = this.at
      this.skipWord()
      this.noAssignment(start, this.at)
      if (this.at === start) this.at++
    }
    this.at++
  }

  /** For the parser NAME=… is an assignment wherever it stands. */
  protected noAssignment(start: number, end: number): void {
    if (ASSIGNMENT.test(this.text.slice(start, end))) this.edit(start, start, WORD_MARK)
  }

  /** Brackets with whatever stands between them but quotes. */
  #skipBalanced(open: string, close: string): void {
    const start = this.at
    let depth = 0
    while (this.at < this.text.length) {
      const letter = this.text.charAt(this.at)
      if (letter === open) depth++
      if (letter === close && --depth === 0) {
        this.at++
        return
      }
      this.#skipPiece(letter)
    }
    throw this.#open(close, start)
  }

  #skipTo(quote: string): void {
    const end = this.text.indexOf(quote, this.at + 1)
    if (end === -1) throw this.#open(quote, this.at)
    this.at = end + 1
  }

  #skipDouble(): void {
    const start = this.at++
    for (;;) {
      const letter = this.text.charAt(this.at)
      if (letter === '') throw this.#open('"', start)
      if (letter === '"') break
      if (letter === '\\') this.at += 2
      else if (letter === '`') this.#skipBackquoted()
      else if (letter === '$') this.#skipDollar(true)
      else this.at++
    }
    this.at++
  }

  #skipBackquoted(): void {
    const start = this.at++
    for (;;) {
      const letter = this.text.charAt(this.at)
      if (letter === '') throw this.#open('`', start)
      if (letter === '`') break
      this.at += letter === '\\' ? 2 : 1
    }
    this.at++
  }

  #skipDollar(isQuoted: boolean): void {
    const next = this.text.charAt(this.at + 1)
    if (next === '{') this.#skipBraced(isQuoted)
    else if (next === '(') this.#skipParenthesised()
    else if ((next === "'" || next === '"') && !isQuoted) {
      if (!this.isBash) this.edit(this.at, this.at, '\\')
      this.at++
      if (next === '"' || !this.isBash) return
      this.#skipAnsi()
    } else if (next === '[' && this.isBash) {
      this.at++
      this.#skipBalanced('[', ']')
    } else this.at += 1
  }

  #skipAnsi(): void {
    const start = this.at++
    while (this.text.charAt(this.at) !== "'") {
      if (this.at >= this.text.length) throw this.#open("'", start)
      this.at += this.text.charAt(this.at) === '\\' ? 2 : 1
    }
    this.at++
    this.#keepBytes(start - 1)
  }

  /** The parser makes characters of what are bytes, and goes on behind a NUL, where the text ends. */
  #keepBytes(start: number): void {
    const escaped = this.text.slice(start + 2, this.at - 1)
    if (!/\\[x0-7]/.test(escaped)) return
    const text = ansiText(escaped)
    if (/[\uDC80-\uDCFF]/u.test(text) || NUL_ESCAPE.test(escaped)) {
      const written = this.#isInQuotedBraces ? text.replace(/[\\$`"}]/g, '\\$&') : singleQuote(text)
      this.edit(start, this.at, written)
    }
  }

  #skipBraced(isQuoted: boolean): void {
    const start = this.at
    this.at += 2
    if (!PARAMETER.test(this.text.slice(this.at, this.at + 200))) this.#markBad(start)
    while (this.at < this.text.length) {
      const letter = this.text.charAt(this.at)
      if (letter === '}') {
        this.at++
        return
      }
      if (letter === "'" && isQuoted) this.at++
      else {
        const before = this.#isInQuotedBraces
        this.#isInQuotedBraces = isQuoted
        this.#skipPiece(letter)
        this.#isInQuotedBraces = before
      }
    }
    throw this.#open(isQuoted && !this.isBash ? '"' : '}', start)
  }

  /** It is known to be none only when it is expanded: the parser is given one that it takes for such. */
  #markBad(start: number): void {
    const [, inner] = /^\$\{([A-Za-z_]\w*[^\w}'"`$\\]*)\}/.exec(this.text.slice(start)) ?? []
    if (inner !== undefined) this.edit(start + 2, start + 2, BAD_MARK)
  }

  #skipParenthesised(): void {
    const arithmetic = this.text.charAt(this.at + 2) === '(' ? endOfArithmetic(this.text, this.at + 3) : undefined
    if (arithmetic === 'open' && this.isBash) throw this.#open(')', this.at)
    if (typeof arithmetic === 'number') this.at = arithmetic
    else {
      if (!this.isBash && this.text.startsWith('$((', this.at)) {
        throw new Unreadable({ line: this.lineOf(this.text.length), message: "Missing '))'" })
      }
      this.at += 2
      const before = this.#isInQuotedBraces
      this.#isInQuotedBraces = false
      this.skipCommands()
      this.#isInQuotedBraces = before
    }
  }

  #open(open: string, start: number): Unreadable {
    const line = this.lineOf(this.isBash ? start : this.text.length)
    return new Unreadable({ line, open })
  }
}

/** Before what is no name of a parameter. */
export const BAD_MARK = '\u0001'

/** Behind the `))` that belongs to the `((` before `from`; undefined if the brackets end apart, open if the text does. */
export function endOfArithmetic(text: string, from: number): number | undefined | 'open' {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const letter = text.charAt(at)
    if (letter === '\\') at++
    else if (letter === "'" || letter === '"') {
      const end = text.indexOf(letter, at + 1)
      if (end === -1) return 'open'
      at = end
    } else if (letter === '(') depth++
    else if (letter === ')' && depth-- === 0) return text.charAt(at + 1) === ')' ? at + 2 : undefined
  }
  return 'open'
}
