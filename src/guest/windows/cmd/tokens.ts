/** The parts of a line of which statements are made. */
import type { Characters } from './characters.js'
import { type Redirection, SyntaxFault } from './statement.js'

const WORD_END = /[ \t,;=&|<>()]/
const OPERAND_END = /[ \t,;=&|<>]/

export class Tokens {
  readonly characters: Characters

  constructor(characters: Characters) {
    this.characters = characters
  }

  /** What a caret makes plain; at the end of a line that is the first character of the next one. */
  escaped(): string {
    this.characters.take()
    if (this.characters.next === '' && !this.characters.nextLine()) return ''
    return this.characters.take()
  }

  redirections(): Redirection[] {
    const found: Redirection[] = []
    for (;;) {
      this.characters.skipBlanks()
      const fd = this.characters.match(/^\d(?=[<>])/)
      if (!/^[<>]$/.test(this.characters.next)) return found
      found.push(this.redirection(fd))
    }
  }

  redirection(fd: string | undefined): Redirection {
    const characters = this.characters
    const sign = characters.match(/^(?:>>|>|<)/) ?? ''
    const number = fd === undefined ? (sign === '<' ? 0 : 1) : Number(fd)
    const other = characters.match(/^&[ \t]*\d/)
    if (other !== undefined) return { fd: number, how: 'copy', target: other.slice(-1) }
    characters.skipDelimiters()
    const target = this.word()
    return { fd: number, how: sign === '<' ? 'read' : sign === '>' ? 'write' : 'append', target }
  }

  /** Up to the next blank or sign outside of quotes. Throws SyntaxFault where there is none. */
  word(): string {
    return this.#until(WORD_END)
  }

  /** One side of a comparison: parentheses are plain in it. */
  operand(): string {
    return this.#until(OPERAND_END)
  }

  #until(end: RegExp): string {
    const characters = this.characters
    let word = ''
    let isQuoted = false
    while (characters.next !== '') {
      const { next } = characters
      if (next === '"') isQuoted = !isQuoted
      else if (!isQuoted && next === '^') {
        word += this.escaped()
        continue
      } else if (!isQuoted && end.test(next)) break
      word += characters.take()
    }
    if (word === '') throw this.fault()
    return word
  }

  keyword(word: 'in' | 'do'): void {
    this.characters.skipDelimiters()
    if (this.characters.match(new RegExp(`^${word}(?=[ \\t(,;=@]|$)`, 'i')) !== undefined) return
    throw this.fault()
  }

  /** Up to the parenthesis that closes it, which may be lines away. */
  set(): string {
    const characters = this.characters
    let set = ''
    let isQuoted = false
    for (;;) {
      const { next } = characters
      if (next === '') {
        if (!characters.nextLine()) throw new SyntaxFault()
        set += ' '
        isQuoted = false
      } else if (!isQuoted && next === '^') set += this.escaped()
      else if (!isQuoted && next === ')') {
        characters.take()
        return set
      } else {
        if (next === '"') isQuoted = !isQuoted
        set += characters.take()
      }
    }
  }
  /** For messages: the sign or the word that stands here. */
  token(): string {
    return /^(?:&&|\|\||>>|[&|<>()]|[^ \t,;=&|<>()]+)/.exec(this.characters.rest)?.[0] ?? this.characters.next
  }

  /** What stands here has no place here. */
  fault(): SyntaxFault {
    return new SyntaxFault(this.characters.next === '' ? undefined : this.token())
  }
}
