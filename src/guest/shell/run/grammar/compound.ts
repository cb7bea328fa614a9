/** The grammar of compound commands and redirections, and what tokens are complained of. */
import { disguised } from './positions.js'
import { isLiteral, Reader, type Token } from './reader.js'
import { Unreadable } from './unreadable.js'
import { endOfArithmetic } from './words.js'

const NAME = /^[A-Za-z_]\w*$/
/** Before the variable of a `for` that stands for a `select`, which the parser doesn't know. */
export const SELECT_MARK = 'select:'
/** What dash calls a reserved word only where one may stand. */
const RESERVED = new Set('if then else elif fi do done case esac while until for in { } !'.split(' '))

export abstract class Compound extends Reader {
  #ahead: Token | undefined
  #last: Token | undefined
  /** The body of a function comes, which the parser knows no [[ ]] as. */
  #isBody = false

  abstract list(isOptional: boolean): void
  abstract command(): void
  abstract simpleCommand(): void

  protected peek(): Token {
    this.#ahead ??= this.read()
    return this.#ahead
  }

  protected take(): Token {
    const token = this.peek()
    this.#ahead = undefined
    this.#last = token
    return token
  }

  /** No token was read in advance. */
  protected get isFresh(): boolean {
    return this.#ahead === undefined
  }

  /** The token before this one was one of these. */
  protected follows(...texts: readonly string[]): boolean {
    return this.#last?.kind === 'word' && texts.includes(this.#last.text)
  }

  /** Reads something from here on, with no token in advance, as if it were a text of its own. */
  protected apart(work: () => void): void {
    const [ahead, last] = [this.#ahead, this.#last]
    this.#ahead = undefined
    work()
    this.#ahead = ahead
    this.#last = last
  }

  protected skipNewlines(): void {
    while (this.peek().kind === 'newline') this.take()
  }

  protected expect(text: string, isWord = false): void {
    const token = this.take()
    if (!isLiteral(token) || token.text !== text) throw this.unexpected(token, text, isWord)
  }

  protected wrong(message: string): Unreadable {
    return new Unreadable({ line: this.lineOf(this.at), message })
  }

  /** `isWord`: a reserved word can't stand there. */
  protected unexpected(token: Token, expecting?: string, isWord = false): Unreadable {
    const line = this.#lineOfToken(token)
    if (token.kind === 'end')
      return new Unreadable({ line, expecting, ...(isWord && this.isBash && { token: 'newline' }) })
    const text = token.kind === 'newline' ? 'newline' : token.text
    const isReserved = token.kind === 'word' && RESERVED.has(text) && !isWord
    const kind =
      token.kind === 'redirection' ? 'redirection' : token.kind === 'word' && !isReserved ? 'word' : undefined
    return new Unreadable({ line, token: text, kind, expecting })
  }

  /** bash counts no line behind the last line feed. */
  get #lastOffset(): number {
    return this.isBash ? this.text.replace(/\n$/, '').length : this.text.length
  }

  /** dash has counted a line feed when it complains of it. */
  #lineOfToken({ kind, start, end }: Token): number {
    if (kind === 'end') return this.lineOf(this.#lastOffset)
    return this.lineOf(kind === 'newline' && !this.isBash ? end : start)
  }

  /** One that is no assignment, even if it looks like one. */
  protected takeWord(expecting?: string): Token {
    const token = this.take()
    if (token.kind !== 'word') throw this.unexpected(token, expecting, true)
    this.noAssignment(token.start, token.end)
    return token
  }

  /** False if no compound command begins with that word. */
  protected compound(word: string): boolean {
    switch (word) {
      case 'if':
        this.#if()
        break
      case 'while':
      case 'until':
        this.take()
        this.list(false)
        this.#loopBody()
        break
      case 'for':
      case 'select':
        this.#for(word)
        break
      case 'case':
        this.#case()
        break
      case '{':
        this.take()
        this.list(false)
        this.expect('}')
        break
      case '[[':
        this.#conditional()
        break
      case 'function':
        this.take()
        this.#function()
        return true
      case 'coproc':
        this.take()
        this.#coprocess()
        return true
      default:
        return false
    }
    this.#redirections()
    return true
  }

  #if(): void {
    for (let word = 'if'; word === 'if' || word === 'elif'; word = this.peek().text) {
      this.take()
      this.list(false)
      this.expect('then')
      this.list(false)
    }
    if (this.peek().text === 'else') {
      this.take()
      this.list(false)
    }
    this.expect('fi')
  }

  #loopBody(): void {
    this.expect('do')
    this.list(false)
    this.expect('done')
  }

  #for(keyword: string): void {
    const start = this.take()
    const variable = this.take()
    if (keyword === 'for' && this.isBash && variable.text === '(') {
      const end = endOfArithmetic(this.text, variable.end + 1)
      if (this.text.charAt(variable.end) !== '(' || typeof end !== 'number') throw this.unexpected(variable)
      this.at = end
    } else {
      if (!this.isBash && !(variable.kind === 'word' && NAME.test(variable.text)))
        throw this.wrong('Bad for loop variable')
      if (variable.kind !== 'word') throw this.unexpected(variable, undefined, true)
      if (keyword === 'select') {
        this.edit(start.start, start.end, 'for')
        this.edit(variable.start, variable.start, SELECT_MARK)
      }
    }
    this.#forWords()
    if (this.isBash && this.peek().text === '{') {
      // The parser knows no such body.
      const open = this.take()
      this.list(false)
      const close = this.peek()
      this.expect('}')
      this.edit(open.start, open.end, 'do')
      this.edit(close.start, close.end, 'done')
    } else this.#loopBody()
  }

  #forWords(): void {
    const isAtOnce = this.peek().text === ';'
    if (isAtOnce) this.take()
    this.skipNewlines()
    if (isAtOnce || this.peek().text !== 'in') return
    this.take()
    while (this.peek().kind === 'word') this.takeWord()
    const end = this.take()
    if (end.text !== ';' && end.kind !== 'newline') throw this.unexpected(end, undefined, end.kind !== 'end')
    this.skipNewlines()
  }

  #case(): void {
    this.take()
    this.takeWord('word')
    this.skipNewlines()
    this.expect('in')
    for (;;) {
      this.skipNewlines()
      if (this.peek().text === 'esac') break
      this.#patterns()
      this.list(true)
      const end = this.peek().text
      if (end === 'esac') break
      if (end !== ';;' && end !== ';&' && end !== ';;&') throw this.unexpected(this.take(), ';;')
      this.take()
    }
    this.take()
  }

  #patterns(): void {
    if (this.peek().text === '(') this.take()
    for (;;) {
      const pattern = this.take()
      if (pattern.kind !== 'word') throw this.unexpected(pattern, 'word', pattern.kind !== 'end')
      this.noAssignment(pattern.start, pattern.end)
      const next = this.take()
      if (next.text === ')') return
      if (next.text !== '|') throw this.unexpected(next, ')', true)
    }
  }

  /** (( )) or ( ) */
  protected parenthesis(): void {
    const { start, end } = this.take()
    const isDouble = this.text.charAt(end) === '('
    const arithmetic = isDouble && this.isBash ? endOfArithmetic(this.text, end + 1) : undefined
    if (arithmetic === 'open') throw new Unreadable({ line: this.lineOf(end), open: ')' })
    const isBody = this.#isBody
    this.#isBody = false
    if (arithmetic !== undefined) {
      this.at = arithmetic
      const text = disguised(this.text.slice(end + 1, arithmetic - 2))
      this.edit(start, arithmetic, isBody ? `{ ${text}; }` : text)
    } else {
      // The parser would read arithmetic.
      if (isDouble && !this.isBash) this.edit(end, end, ' ')
      this.list(false)
      this.expect(')')
    }
    this.#redirections()
  }

  /** What stands in it is the parser's business. */
  #conditional(): void {
    const { start } = this.take()
    for (;;) {
      const token = this.peek()
      if (token.kind === 'end') throw new Unreadable({ line: this.lineOf(start), token: undefined })
      this.take()
      if (token.text === ']]') return
      if (token.text === '=~') this.#skipRegex()
    }
  }

  #skipRegex(): void {
    const regex = /[ \t]*(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"])*"|\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s;&()'"\\])+/y
    regex.lastIndex = this.at
    if (regex.exec(this.text) !== null) this.at = regex.lastIndex
  }

  #function(): void {
    this.takeWord()
    if (this.peek().text === '(') {
      this.take()
      this.expect(')')
    }
    this.functionBody()
  }

  protected functionBody(): void {
    this.skipNewlines()
    const { kind, text } = this.peek()
    const isCompound = /^(?:if|while|until|for|select|case|\{|\[\[|\()$/.test(text) && kind !== 'redirection'
    if (this.isBash && !isCompound) throw this.unexpected(this.take())
    this.#isBody = text === '('
    this.command()
  }

  /** `coproc` [name] and a compound command, or a simple one. */
  #coprocess(): void {
    const token = this.peek()
    if (token.kind === 'operator' && token.text === '(') this.parenthesis()
    else if (!this.compound(token.text)) {
      this.simpleCommand()
      const { text, kind } = this.peek()
      if (kind === 'operator' && text === '(') this.parenthesis()
    }
  }

  #redirections(): void {
    while (this.peek().kind === 'redirection') this.redirection()
  }

  protected redirection(): void {
    const operator = this.take()
    const isHereDocument = /(?:^|[^<])<<-?$/.test(operator.text)
    // A delimiter that is quoted would keep the body from being expanded.
    const word = isHereDocument ? this.take() : this.takeWord()
    if (word.kind !== 'word') throw this.unexpected(word, undefined, true)
    if (isHereDocument) this.awaitHereDocument(operator.text, word)
  }
}
