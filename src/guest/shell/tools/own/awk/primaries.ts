/** The operands of expressions, which may have expressions in them. */
import type { Token } from './lexer.js'
import type { Tokens } from './tokens.js'
import type { Expression, Target } from './tree.js'

export abstract class Primaries {
  protected readonly tokens: Tokens
  /** After `print` a `>` says where to. */
  protected isPrinting = false

  constructor(tokens: Tokens) {
    this.tokens = tokens
  }

  abstract expression(): Expression

  /** What `print` is followed by. */
  printing<T>(read: () => T): T {
    const before = this.isPrinting
    this.isPrinting = true
    const result = read()
    this.isPrinting = before
    return result
  }

  protected abstract signed(): Expression

  protected postfix(): Expression {
    const value = this.#primary()
    if (isTarget(value) && (this.tokens.is('++') || this.tokens.is('--')))
      return { kind: 'step', by: this.#step(), isPrefix: false, target: value }
    return value
  }

  #step(): 1 | -1 {
    return this.tokens.next().text === '++' ? 1 : -1
  }

  #primary(): Expression {
    const token = this.tokens.next()
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) }
      case 'string':
        return { kind: 'string', value: token.text }
      case 'regex':
        return { kind: 'regex', source: token.text }
      case 'name':
        if (this.tokens.takes('[')) return { kind: 'element', name: token.text, subscripts: this.list(']') }
        return { kind: 'variable', name: token.text }
      case 'call':
        this.tokens.expect('(')
        return { kind: 'call', name: token.text, args: this.list(')') }
      case 'builtin':
        if (!this.tokens.is('(') && token.text === 'length') return { kind: 'builtin', name: 'length', args: [] }
        this.tokens.expect('(')
        return { kind: 'builtin', name: token.text, args: this.list(')') }
      case 'word':
        if (token.text === 'getline') {
          const target = this.optionalTarget()
          if (!this.tokens.takes('<')) return { kind: 'getline', target, from: 'main', source: undefined }
          return { kind: 'getline', target, from: 'file', source: this.postfix() }
        }
        break
      case 'mark':
        return this.#marked(token)
    }
    throw this.tokens.unexpected(token)
  }

  #marked(token: Token): Expression {
    switch (token.text) {
      case '$': {
        if (this.tokens.is('++') || this.tokens.is('--')) {
          const by = this.#step()
          const target = this.#primary()
          if (isTarget(target)) return { kind: 'field', index: { kind: 'step', by, isPrefix: true, target } }
        }
        if (this.tokens.is('-')) {
          this.tokens.next()
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
        return { kind: 'unary', operator: '!', value: this.signed() }
      case '-':
      case '+':
        return { kind: 'unary', operator: token.text, value: this.signed() }
      case '(':
        return { kind: 'group', parts: this.list(')') }
    }
    throw this.tokens.unexpected(token)
  }

  protected optionalTarget(): Target | undefined {
    if (!(this.tokens.token.kind === 'name' || this.tokens.is('$'))) return undefined
    const target = this.#primary()
    return isTarget(target) ? target : undefined
  }

  /** Up to what closes it. */
  list(close: string): Expression[] {
    const parts: Expression[] = []
    this.tokens.newlines()
    const before = this.isPrinting
    this.isPrinting = false
    while (!this.tokens.takes(close)) {
      parts.push(this.expression())
      this.tokens.newlines()
      if (!this.tokens.is(close)) this.tokens.expect(',')
      this.tokens.newlines()
    }
    this.isPrinting = before
    return parts
  }
}

export function isTarget(expression: Expression): expression is Target {
  return expression.kind === 'variable' || expression.kind === 'field' || expression.kind === 'element'
}
