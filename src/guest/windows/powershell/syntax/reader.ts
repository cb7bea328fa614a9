/** A text of PowerShell while it is read. */
import type { Body, Parameter, Place, Statement } from './tree.js'

/** Something that can't be read, or that is not done. */
export class NotDone extends Error {
  override readonly name = 'NotDone'
  readonly line: number
  readonly what: string

  constructor(what: string, line: number) {
    super(`line ${line}: ${what}`)
    this.what = what
    this.line = line
  }
}

/** What strings and expressions hold of statements; handed in, for statements are made of those. */
export interface Grammar {
  /** Up to that bracket, which is read as well. */
  body(reader: Reader, closing: ')' | '}'): Body
  /** As body, with `param( )` in front of it. */
  block(reader: Reader): { readonly parameters: readonly Parameter[]; readonly body: Body }
  statement(reader: Reader): Statement
}

/** Brackets within brackets: more than anybody writes, and less than the host's stack holds. */
const DEEPEST = 100

export class Reader {
  readonly text: string
  readonly grammar: Grammar
  at = 0
  #depth = 0

  constructor(text: string, grammar: Grammar) {
    this.text = text
    this.grammar = grammar
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  get line(): number {
    return this.text.slice(0, this.at).split('\n').length
  }

  /** The character that comes, '' at the end. */
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? ''
  }

  looksAt(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  /** Reads what fits; `expression` must be sticky. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at
    const found = expression.exec(this.text) ?? undefined
    if (found !== undefined) this.at += found[0].length
    return found
  }

  fits(expression: RegExp): boolean {
    expression.lastIndex = this.at
    return expression.test(this.text)
  }

  take(text: string): boolean {
    if (!this.looksAt(text)) return false
    this.at += text.length
    return true
  }

  /** Blanks, comments and continued lines. */
  skipBlanks(): void {
    this.match(/(?:[ \t\f\v\u00a0]|`\r?\n|<#[\s\S]*?#>)*(?:#[^\r\n]*)?/y)
  }

  /** Ends of lines as well. */
  skipLines(): void {
    this.match(/(?:[\s]|`\r?\n|<#[\s\S]*?#>|#[^\r\n]*)*/y)
  }

  /** And semicolons. */
  skipEnds(): void {
    this.match(/(?:[\s;]|`\r?\n|<#[\s\S]*?#>|#[^\r\n]*)*/y)
  }

  expect(text: string): void {
    this.skipLines()
    if (!this.take(text)) this.fail()
  }

  /** Does what may hold itself again. */
  nested<T>(action: () => T): T {
    if (this.#depth >= DEEPEST) this.fail()
    this.#depth++
    const value = action()
    this.#depth--
    return value
  }

  /** Of what begins at `start` and has just been read. */
  placeFrom(start: number): Place {
    const before = this.text.slice(0, start).split('\n')
    const text = this.text.slice(start, this.at).trim()
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, text }
  }

  fail(): never {
    const start = this.text.lastIndexOf('\n', this.at - 1) + 1
    const [line = ''] = this.text.slice(start).split(/\r?\n/, 1)
    throw new NotDone(line.trim(), this.line)
  }
}
