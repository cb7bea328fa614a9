/** Reads statements. Percent signs are gone by then: see expand.ts. */
import { Characters } from './characters.js'
import { readCondition } from './read-condition.js'
import { readFor } from './read-loop.js'
import { type Redirection, type Statement, SyntaxFault } from './statement.js'
import { Tokens } from './tokens.js'

const NOTHING: Statement = { kind: 'nothing' }
/** From the weakest to the strongest. */
const CHAINS = ['&', '||', '&&', '|'] as const
/** Groups in groups: deeper ones would take more of the host's stack than there is. */
const DEEPEST = 200

/**
 * The statement that begins in a line; `more` gives further lines for a group that isn't closed, and for a caret at the
 * end. Throws SyntaxFault.
 */
export function parseStatement(line: string, more: () => string | undefined = () => undefined): Statement {
  const parser = new Parser(new Characters(line, more))
  return parser.statement()
}

class Parser {
  readonly #characters: Characters
  readonly #tokens: Tokens
  #depth = 0

  constructor(characters: Characters) {
    this.#characters = characters
    this.#tokens = new Tokens(characters)
  }

  statement(): Statement {
    const statement = this.#chain(0)
    if (this.#characters.next !== '') throw new SyntaxFault(this.#tokens.token())
    return statement
  }

  #chain(level: number): Statement {
    const by = CHAINS[level]
    if (by === undefined) return this.#primary()
    let left = this.#chain(level + 1)
    while (this.#isAt(by)) {
      this.#characters.take(by.length)
      // Nothing need follow the weakest.
      if (by === '&' && this.#isAtEnd()) break
      left = { kind: 'chain', by, left, right: this.#chain(level + 1) }
    }
    return left
  }

  #isAt(by: string): boolean {
    this.#characters.skipDelimiters()
    const { rest } = this.#characters
    if (!rest.startsWith(by)) return false
    return by.length === 2 || !rest.startsWith(by + by)
  }

  #isAtEnd(): boolean {
    this.#characters.skipDelimiters()
    return this.#characters.next === '' || (this.#depth > 0 && this.#characters.next === ')')
  }

  #primary(): Statement {
    const characters = this.#characters
    characters.skipDelimiters()
    if (characters.match(/^[@ \t,;=]*@/) !== undefined) {
      return { kind: 'quiet', body: this.#primary() }
    }
    const redirections = this.#tokens.redirections()
    characters.skipDelimiters()
    if (characters.next === '(') return this.#group(redirections)
    if (characters.match(/^rem(?=[ \t,;=/.:]|$)/i) !== undefined) return this.#remark()
    // Labels are passed over, and so is what closes a group that was never opened.
    if (characters.next === ':' || (characters.next === ')' && this.#depth === 0)) return this.#remark()
    if (characters.match(/^if(?=[ \t,;=/(]|$)/i) !== undefined) return this.#if()
    if (characters.match(/^for(?=[ \t,;=/]|$)/i) !== undefined) return this.#for()
    return this.#command(redirections)
  }

  #remark(): Statement {
    this.#characters.match(/^.*$/s)
    return NOTHING
  }

  #group(before: readonly Redirection[]): Statement {
    const characters = this.#characters
    characters.take()
    this.#depth++
    if (this.#depth > DEEPEST) throw new SyntaxFault('(')
    const body: Statement[] = []
    for (;;) {
      characters.skipDelimiters()
      if (characters.next === ')') break
      if (characters.next === '') {
        if (!characters.nextLine()) throw new SyntaxFault()
        continue
      }
      body.push(this.#chain(0))
      if (characters.next !== '' && characters.next !== ')') throw new SyntaxFault(this.#tokens.token())
    }
    if (body.length === 0) throw new SyntaxFault(')')
    characters.take()
    this.#depth--
    return { kind: 'group', body, redirections: [...before, ...this.#tokens.redirections()] }
  }

  #command(before: readonly Redirection[]): Statement {
    const characters = this.#characters
    const redirections = [...before]
    let text = ''
    let isQuoted = false
    for (;;) {
      const { next } = characters
      if (next === '') break
      if (isQuoted || next === '"') {
        if (next === '"') isQuoted = !isQuoted
        text += characters.take()
      } else if (next === '^') text += this.#tokens.escaped()
      else if (next === '&' || next === '|' || (next === ')' && this.#depth > 0)) break
      else if (next === '<' || next === '>') {
        const [fd] = /(?<=^|[ \t,;=])\d$/.exec(text) ?? []
        if (fd !== undefined) text = text.slice(0, -1)
        redirections.push(this.#tokens.redirection(fd))
      } else text += characters.take()
    }
    if (text.trim() === '' && redirections.length === 0) {
      if (characters.next === '') return NOTHING
      throw new SyntaxFault(this.#tokens.token())
    }
    return { kind: 'command', text, redirections }
  }

  #if(): Statement {
    const condition = readCondition(this.#tokens)
    const body = this.#body()
    this.#characters.skipBlanks()
    if (this.#characters.match(/^else(?=[ \t(]|$)/i) === undefined) return { kind: 'if', condition, body }
    return { kind: 'if', condition, body, otherwise: this.#body() }
  }

  /** All that follows in the line belongs to it. */
  #body(): Statement {
    const body = this.#chain(0)
    if (body.kind === 'nothing' && this.#characters.next === '') throw new SyntaxFault()
    return body
  }

  #for(): Statement {
    const head = readFor(this.#tokens)
    return { kind: 'for', ...head, body: this.#body() }
  }
}
