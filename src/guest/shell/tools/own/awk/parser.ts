/** From the words of an awk program to its tree. */
import { AwkError, type Token, tokenize } from './lexer.js'
import type { AwkFunction, AwkProgram, Expression, Rule, Statement, Target } from './tree.js'

const COMPARISONS = ['<', '<=', '==', '!=', '>', '>=']
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^=']

export function parseProgram(text: string): AwkProgram {
  return new Parser(tokenize(text)).program()
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  /** In `for (x in y)` and after `print` some marks mean something else. */
  #noIn = false
  #noGreater = false

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  program(): AwkProgram {
    const rules: Rule[] = []
    const functions = new Map<string, AwkFunction>()
    this.#skip()
    while (this.#token.kind !== 'end') {
      if (this.#takes('function')) {
        const name = this.#next().text
        const parameters: string[] = []
        this.#expect('(')
        while (!this.#takes(')')) {
          parameters.push(this.#next().text)
          this.#takes(',')
          this.#newlines()
        }
        this.#newlines()
        functions.set(name, { name, parameters, body: this.#block() })
      } else rules.push(this.#rule())
      this.#skip()
    }
    return { rules, functions }
  }

  #rule(): Rule {
    const word = this.#token.text
    if (this.#token.kind === 'word' && (word === 'BEGIN' || word === 'END')) {
      this.#next()
      this.#newlines()
      return { when: word, until: undefined, action: this.#block() }
    }
    const when = this.#is('{') ? undefined : this.#expression()
    let until: Expression | undefined
    if (this.#takes(',')) {
      this.#newlines()
      until = this.#expression()
    }
    return { when, until, action: this.#is('{') ? this.#block() : undefined }
  }

  #block(): Statement {
    this.#expect('{')
    const statements: Statement[] = []
    this.#skip()
    while (!this.#is('}')) {
      if (this.#token.kind === 'end') throw this.#fail('missing } near end of file')
      statements.push(this.#statement())
      this.#skip()
    }
    this.#next()
    return { kind: 'block', statements }
  }

  #statement(): Statement {
    if (this.#is('{')) return this.#block()
    if (this.#takes(';')) return { kind: 'block', statements: [] }
    if (this.#takes('if')) {
      this.#expect('(')
      const test = this.#expression()
      this.#expect(')')
      this.#newlines()
      const yes = this.#statement()
      const back = this.#at
      this.#skip()
      if (this.#takes('else')) {
        this.#newlines()
        return { kind: 'if', test, yes, no: this.#statement() }
      }
      this.#at = back
      return { kind: 'if', test, yes, no: undefined }
    }
    if (this.#takes('while')) {
      this.#expect('(')
      const test = this.#expression()
      this.#expect(')')
      if (this.#takes(';')) return { kind: 'while', test, body: { kind: 'block', statements: [] } }
      this.#newlines()
      return { kind: 'while', test, body: this.#statement() }
    }
    if (this.#takes('do')) {
      this.#newlines()
      const body = this.#statement()
      this.#skip()
      this.#expect('while')
      this.#expect('(')
      const test = this.#expression()
      this.#expect(')')
      return this.#ended({ kind: 'do', test, body })
    }
    if (this.#takes('for')) return this.#for()
    return this.#ended(this.#simple())
  }

  #for(): Statement {
    this.#expect('(')
    const [name, word, array, close] = this.#tokens.slice(this.#at, this.#at + 4)
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.#at += 4
      this.#newlines()
      return { kind: 'forIn', variable: name.text, name: array.text, body: this.#statement() }
    }
    const first = this.#is(';') ? undefined : this.#simple()
    this.#expect(';')
    this.#newlines()
    const test = this.#is(';') ? undefined : this.#expression()
    this.#expect(';')
    this.#newlines()
    const next = this.#is(')') ? undefined : this.#simple()
    this.#expect(')')
    if (this.#takes(';')) return { kind: 'for', first, test, next, body: { kind: 'block', statements: [] } }
    this.#newlines()
    return { kind: 'for', first, test, next, body: this.#statement() }
  }

  #simple(): Statement {
    const { kind, text } = this.#token
    if (kind === 'word') {
      switch (text) {
        case 'print':
        case 'printf':
          this.#next()
          return this.#print(text === 'printf')
        case 'break':
        case 'continue':
        case 'next':
        case 'nextfile':
          this.#next()
          return { kind: text }
        case 'exit':
        case 'return':
          this.#next()
          return { kind: text, value: this.#isEnd() ? undefined : this.#expression() }
        case 'delete': {
          this.#next()
          const name = this.#next().text
          const subscripts = this.#takes('[') ? this.#list(']') : undefined
          return { kind: 'delete', name, subscripts }
        }
      }
    }
    return { kind: 'expression', value: this.#expression() }
  }

  #print(isFormat: boolean): Statement {
    let args: Expression[] = []
    const before = this.#noGreater
    this.#noGreater = true
    if (!this.#isEnd() && !['>', '>>', '|'].includes(this.#token.text)) {
      args = [this.#expression()]
      while (this.#takes(',')) {
        this.#newlines()
        args.push(this.#expression())
      }
      const [only] = args
      if (args.length === 1 && only?.kind === 'group') args = [...only.parts]
    }
    const operator = this.#token.text
    let redirect: { operator: '>' | '>>' | '|'; to: Expression } | undefined
    if (this.#token.kind === 'mark' && (operator === '>' || operator === '>>' || operator === '|')) {
      this.#next()
      redirect = { operator, to: this.#concatenation() }
    }
    this.#noGreater = before
    return { kind: 'print', isFormat, args, redirect }
  }

  #ended(statement: Statement): Statement {
    if (this.#takes(';') || this.#is('}') || this.#token.kind === 'end') return statement
    if (this.#token.kind === 'newline') {
      this.#next()
      return statement
    }
    throw this.#fail(`syntax error at or near ${this.#token.text}`)
  }

  #isEnd(): boolean {
    const { kind, text } = this.#token
    return kind === 'newline' || kind === 'end' || (kind === 'mark' && (text === ';' || text === '}'))
  }

  #expression(): Expression {
    return this.#ternary()
  }

  #ternary(): Expression {
    const test = this.#or()
    if (this.#takes('?')) {
      this.#newlines()
      const yes = this.#ternary()
      this.#newlines()
      this.#expect(':')
      this.#newlines()
      return { kind: 'conditional', test, yes, no: this.#ternary() }
    }
    if (this.#token.kind === 'mark' && ASSIGNMENTS.includes(this.#token.text) && isTarget(test)) {
      const operator = this.#next().text.slice(0, -1)
      this.#newlines()
      return { kind: 'assign', operator, target: test, value: this.#ternary() }
    }
    return test
  }

  #or(): Expression {
    let left = this.#and()
    while (this.#takes('||')) {
      this.#newlines()
      left = { kind: 'binary', operator: '||', left, right: this.#and() }
    }
    return left
  }

  #and(): Expression {
    let left = this.#in()
    while (this.#takes('&&')) {
      this.#newlines()
      left = { kind: 'binary', operator: '&&', left, right: this.#in() }
    }
    return left
  }

  #in(): Expression {
    let left = this.#match()
    while (!this.#noIn && this.#takes('in')) {
      const subscripts = left.kind === 'group' ? left.parts : [left]
      left = { kind: 'in', subscripts, name: this.#next().text }
    }
    return left
  }

  #match(): Expression {
    let left = this.#comparison()
    while (this.#is('~') || this.#is('!~')) {
      const operator = this.#next().text
      left = { kind: 'binary', operator, left, right: this.#comparison() }
    }
    return left
  }

  #comparison(): Expression {
    const left = this.#piped()
    const { kind, text } = this.#token
    if (kind !== 'mark' || !COMPARISONS.includes(text) || (text === '>' && this.#noGreater)) return left
    this.#next()
    return { kind: 'binary', operator: text, left, right: this.#piped() }
  }

  /** "command" | getline */
  #piped(): Expression {
    let left = this.#concatenation()
    while (this.#is('|') && this.#tokens[this.#at + 1]?.text === 'getline') {
      this.#at += 2
      left = { kind: 'getline', target: this.#optionalTarget(), from: 'command', source: left }
    }
    return left
  }

  #concatenation(): Expression {
    let left = this.#additive()
    while (this.#startsOperand()) left = { kind: 'binary', operator: ' ', left, right: this.#additive() }
    return left
  }

  #startsOperand(): boolean {
    const { kind, text } = this.#token
    if (kind === 'mark') return ['$', '!', '(', '-', '+', '++', '--'].includes(text)
    return ['number', 'string', 'regex', 'name', 'call', 'builtin'].includes(kind)
  }

  #additive(): Expression {
    let left = this.#multiplicative()
    while (this.#is('+') || this.#is('-')) {
      const operator = this.#next().text
      left = { kind: 'binary', operator, left, right: this.#multiplicative() }
    }
    return left
  }

  #multiplicative(): Expression {
    let left = this.#unary()
    while (this.#is('*') || this.#is('/') || this.#is('%')) {
      const operator = this.#next().text
      left = { kind: 'binary', operator, left, right: this.#unary() }
    }
    return left
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+']) {
      if (this.#is(operator) && this.#token.kind === 'mark') {
        this.#next()
        return { kind: 'unary', operator, value: this.#unary() }
      }
    }
    return this.#power()
  }

  #power(): Expression {
    const base = this.#postfix()
    if (!this.#takes('^')) return base
    // From right to left, and a sign may stand before the exponent.
    const sign = this.#is('-') || this.#is('+') || this.#is('!') ? this.#next().text : undefined
    const exponent = this.#power()
    return {
      kind: 'binary',
      operator: '^',
      left: base,
      right: sign === undefined ? exponent : { kind: 'unary', operator: sign, value: exponent },
    }
  }

  #postfix(): Expression {
    const value = this.#primary()
    if (isTarget(value) && (this.#is('++') || this.#is('--'))) {
      return { kind: 'step', by: this.#next().text === '++' ? 1 : -1, isPrefix: false, target: value }
    }
    return value
  }

  #primary(): Expression {
    const token = this.#next()
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) }
      case 'string':
        return { kind: 'string', value: token.text }
      case 'regex':
        return { kind: 'regex', source: token.text }
      case 'name':
        if (this.#takes('[')) return { kind: 'element', name: token.text, subscripts: this.#list(']') }
        return { kind: 'variable', name: token.text }
      case 'call':
        this.#expect('(')
        return { kind: 'call', name: token.text, args: this.#list(')') }
      case 'builtin':
        if (!this.#is('(') && token.text === 'length') return { kind: 'builtin', name: 'length', args: [] }
        this.#expect('(')
        return { kind: 'builtin', name: token.text, args: this.#list(')') }
      case 'word':
        if (token.text === 'getline') {
          const target = this.#optionalTarget()
          if (!this.#takes('<')) return { kind: 'getline', target, from: 'main', source: undefined }
          return { kind: 'getline', target, from: 'file', source: this.#primaryOf() }
        }
        break
      case 'mark':
        return this.#marked(token)
    }
    throw this.#failAt(token)
  }

  #marked(token: Token): Expression {
    switch (token.text) {
      case '$': {
        if (this.#is('++') || this.#is('--')) {
          const by = this.#next().text === '++' ? 1 : -1
          const target = this.#primary()
          if (isTarget(target)) return { kind: 'field', index: { kind: 'step', by, isPrefix: true, target } }
        }
        if (this.#is('-')) {
          this.#next()
          return { kind: 'field', index: { kind: 'unary', operator: '-', value: this.#primary() } }
        }
        return { kind: 'field', index: this.#primary() }
      }
      case '++':
      case '--': {
        const target = this.#primary()
        if (isTarget(target)) return { kind: 'step', by: token.text === '++' ? 1 : -1, isPrefix: true, target }
        break
      }
      case '!':
        return { kind: 'unary', operator: '!', value: this.#unary() }
      case '-':
      case '+':
        return { kind: 'unary', operator: token.text, value: this.#unary() }
      case '(': {
        const [noIn, noGreater] = [this.#noIn, this.#noGreater]
        this.#noIn = false
        this.#noGreater = false
        const parts = this.#list(')')
        this.#noIn = noIn
        this.#noGreater = noGreater
        return { kind: 'group', parts }
      }
    }
    throw this.#failAt(token)
  }

  #primaryOf(): Expression {
    return this.#postfix()
  }

  #optionalTarget(): Target | undefined {
    if (!(this.#token.kind === 'name' || this.#is('$'))) return undefined
    const target = this.#primary()
    return isTarget(target) ? target : undefined
  }

  #list(close: string): Expression[] {
    const parts: Expression[] = []
    this.#newlines()
    const before = this.#noGreater
    this.#noGreater = false
    while (!this.#takes(close)) {
      parts.push(this.#expression())
      this.#newlines()
      if (!this.#is(close)) this.#expect(',')
      this.#newlines()
    }
    this.#noGreater = before
    return parts
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'end of file', line: 0 }
  }

  #next(): Token {
    const token = this.#token
    this.#at++
    return token
  }

  #is(text: string): boolean {
    const { kind } = this.#token
    return (kind === 'mark' || kind === 'word') && this.#token.text === text
  }

  #takes(text: string): boolean {
    if (!this.#is(text)) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw this.#failAt(this.#token)
  }

  #newlines(): void {
    while (this.#token.kind === 'newline') this.#at++
  }

  #skip(): void {
    while (this.#token.kind === 'newline' || this.#is(';')) this.#at++
  }

  #failAt(token: Token): AwkError {
    return this.#fail(
      token.kind === 'end' ? 'syntax error at or near end of file' : `syntax error at or near ${token.text}`,
    )
  }

  #fail(message: string): AwkError {
    const { line, kind } = this.#token
    return new AwkError(`line ${kind === 'end' ? line + 1 : line}: ${message}`)
  }
}

function isTarget(expression: Expression): expression is Target {
  return expression.kind === 'variable' || expression.kind === 'field' || expression.kind === 'element'
}
