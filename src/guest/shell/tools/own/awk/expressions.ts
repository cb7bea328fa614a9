/** The operators of awk's expressions, from those that bind least to those that bind most. */
import { isTarget, Primaries } from './primaries.js'
import type { Expression } from './tree.js'

const COMPARISONS = ['<', '<=', '==', '!=', '>', '>=']
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^=']
const STARTS = {
  marks: ['$', '!', '(', '-', '+', '++', '--'],
  kinds: ['number', 'string', 'regex', 'name', 'call', 'builtin'],
}

export class Expressions extends Primaries {
  /** With the assignments, which are read from right to left as this is. */
  expression(): Expression {
    const { tokens } = this
    const test = this.#or()
    if (tokens.takes('?')) {
      tokens.newlines()
      const yes = this.expression()
      tokens.newlines()
      tokens.expect(':')
      tokens.newlines()
      return { kind: 'conditional', test, yes, no: this.expression() }
    }
    if (tokens.token.kind === 'mark' && ASSIGNMENTS.includes(tokens.token.text) && isTarget(test)) {
      const operator = tokens.next().text.slice(0, -1)
      tokens.newlines()
      return { kind: 'assign', operator, target: test, value: this.expression() }
    }
    return test
  }

  #or(): Expression {
    return this.#leftToRight(['||'], () => this.#and(), true)
  }

  #and(): Expression {
    return this.#leftToRight(['&&'], () => this.#in(), true)
  }

  #in(): Expression {
    let left = this.#match()
    while (this.tokens.takes('in')) {
      const subscripts = left.kind === 'group' ? left.parts : [left]
      left = { kind: 'in', subscripts, name: this.tokens.next().text }
    }
    return left
  }

  #match(): Expression {
    return this.#leftToRight(['~', '!~'], () => this.#comparison())
  }

  #comparison(): Expression {
    const left = this.#piped()
    const { kind, text } = this.tokens.token
    if (kind !== 'mark' || !COMPARISONS.includes(text) || (text === '>' && this.isPrinting)) return left
    this.tokens.next()
    return { kind: 'binary', operator: text, left, right: this.#piped() }
  }

  /** "command" | getline */
  #piped(): Expression {
    let left = this.concatenation()
    while (this.tokens.is('|') && this.tokens.ahead(1).text === 'getline') {
      this.tokens.next()
      this.tokens.next()
      left = { kind: 'getline', target: this.optionalTarget(), from: 'command', source: left }
    }
    return left
  }

  concatenation(): Expression {
    let left = this.#additive()
    while (this.#startsOperand()) left = { kind: 'binary', operator: ' ', left, right: this.#additive() }
    return left
  }

  #startsOperand(): boolean {
    const { kind, text } = this.tokens.token
    return kind === 'mark' ? STARTS.marks.includes(text) : STARTS.kinds.includes(kind)
  }

  #additive(): Expression {
    return this.#leftToRight(['+', '-'], () => this.#multiplicative())
  }

  #multiplicative(): Expression {
    return this.#leftToRight(['*', '/', '%'], () => this.signed())
  }

  #leftToRight(operators: readonly string[], operand: () => Expression, spansLines = false): Expression {
    let left = operand()
    while (operators.some(operator => this.tokens.is(operator))) {
      const operator = this.tokens.next().text
      if (spansLines) this.tokens.newlines()
      left = { kind: 'binary', operator, left, right: operand() }
    }
    return left
  }

  protected signed(): Expression {
    for (const operator of ['!', '-', '+']) {
      if (this.tokens.takes(operator)) return { kind: 'unary', operator, value: this.signed() }
    }
    return this.#power()
  }

  #power(): Expression {
    const left = this.postfix()
    if (!this.tokens.takes('^')) return left
    // From right to left, and a sign may stand before the exponent.
    const hasSign = ['-', '+', '!'].some(sign => this.tokens.is(sign))
    const sign = hasSign ? this.tokens.next().text : undefined
    const value = this.#power()
    const right: Expression = sign === undefined ? value : { kind: 'unary', operator: sign, value }
    return { kind: 'binary', operator: '^', left, right }
  }
}
