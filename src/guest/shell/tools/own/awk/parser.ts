/** From the words of an awk program to its tree. */
import { Expressions } from './expressions.js'
import { tokenize } from './lexer.js'
import { Tokens } from './tokens.js'
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from './tree.js'

/** Throws AwkError. */
export function parseProgram(text: string): AwkProgram {
  return new Parser(new Tokens(tokenize(text))).program()
}

class Parser {
  readonly #tokens: Tokens
  readonly #expressions: Expressions

  constructor(tokens: Tokens) {
    this.#tokens = tokens
    this.#expressions = new Expressions(tokens)
  }

  program(): AwkProgram {
    const rules: Rule[] = []
    const functions = new Map<string, AwkFunction>()
    this.#tokens.separators()
    while (this.#tokens.token.kind !== 'end') {
      if (this.#tokens.takes('function')) {
        const name = this.#tokens.next().text
        const parameters: string[] = []
        this.#tokens.expect('(')
        while (!this.#tokens.takes(')')) {
          parameters.push(this.#tokens.next().text)
          this.#tokens.takes(',')
          this.#tokens.newlines()
        }
        this.#tokens.newlines()
        functions.set(name, { name, parameters, body: this.#block() })
      } else rules.push(this.#rule())
      this.#tokens.separators()
    }
    return { rules, functions }
  }

  #rule(): Rule {
    const word = this.#tokens.token.text
    if (this.#tokens.token.kind === 'word' && (word === 'BEGIN' || word === 'END')) {
      this.#tokens.next()
      this.#tokens.newlines()
      return { when: word, until: undefined, action: this.#block() }
    }
    const when = this.#tokens.is('{') ? undefined : this.#expressions.expression()
    let until: Expression | undefined
    if (this.#tokens.takes(',')) {
      this.#tokens.newlines()
      until = this.#expressions.expression()
    }
    return { when, until, action: this.#tokens.is('{') ? this.#block() : undefined }
  }

  #block(): Statement {
    this.#tokens.expect('{')
    const statements: Statement[] = []
    this.#tokens.separators()
    while (!this.#tokens.is('}')) {
      if (this.#tokens.token.kind === 'end') throw this.#tokens.fail('missing } near end of file')
      statements.push(this.#statement())
      this.#tokens.separators()
    }
    this.#tokens.next()
    return { kind: 'block', statements }
  }

  #statement(): Statement {
    if (this.#tokens.is('{')) return this.#block()
    if (this.#tokens.takes(';')) return { kind: 'block', statements: [] }
    if (this.#tokens.takes('if')) {
      this.#tokens.expect('(')
      const test = this.#expressions.expression()
      this.#tokens.expect(')')
      this.#tokens.newlines()
      const yes = this.#statement()
      if (!this.#tokens.takesAfterSeparators('else')) return { kind: 'if', test, yes, no: undefined }
      this.#tokens.newlines()
      return { kind: 'if', test, yes, no: this.#statement() }
    }
    if (this.#tokens.takes('while')) {
      this.#tokens.expect('(')
      const test = this.#expressions.expression()
      this.#tokens.expect(')')
      if (this.#tokens.takes(';')) return { kind: 'while', test, body: { kind: 'block', statements: [] } }
      this.#tokens.newlines()
      return { kind: 'while', test, body: this.#statement() }
    }
    if (this.#tokens.takes('do')) {
      this.#tokens.newlines()
      const body = this.#statement()
      this.#tokens.separators()
      this.#tokens.expect('while')
      this.#tokens.expect('(')
      const test = this.#expressions.expression()
      this.#tokens.expect(')')
      return this.#ended({ kind: 'do', test, body })
    }
    if (this.#tokens.takes('for')) return this.#for()
    return this.#ended(this.#simple())
  }

  #for(): Statement {
    this.#tokens.expect('(')
    const ahead = [0, 1, 2, 3].map(count => this.#tokens.ahead(count))
    const [name, word, array, close] = ahead
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      for (const _ of ahead) this.#tokens.next()
      this.#tokens.newlines()
      return { kind: 'forIn', variable: name.text, name: array.text, body: this.#statement() }
    }
    const first = this.#tokens.is(';') ? undefined : this.#simple()
    this.#tokens.expect(';')
    this.#tokens.newlines()
    const test = this.#tokens.is(';') ? undefined : this.#expressions.expression()
    this.#tokens.expect(';')
    this.#tokens.newlines()
    const next = this.#tokens.is(')') ? undefined : this.#simple()
    this.#tokens.expect(')')
    if (this.#tokens.takes(';')) return { kind: 'for', first, test, next, body: { kind: 'block', statements: [] } }
    this.#tokens.newlines()
    return { kind: 'for', first, test, next, body: this.#statement() }
  }

  #simple(): Statement {
    const { kind, text } = this.#tokens.token
    if (kind === 'word') {
      switch (text) {
        case 'print':
        case 'printf':
          this.#tokens.next()
          return this.#print(text === 'printf')
        case 'break':
        case 'continue':
        case 'next':
        case 'nextfile':
          this.#tokens.next()
          return { kind: text }
        case 'exit':
        case 'return':
          this.#tokens.next()
          return { kind: text, value: this.#tokens.isEnd ? undefined : this.#expressions.expression() }
        case 'delete': {
          this.#tokens.next()
          const name = this.#tokens.next().text
          const subscripts = this.#tokens.takes('[') ? this.#expressions.list(']') : undefined
          return { kind: 'delete', name, subscripts }
        }
      }
    }
    return { kind: 'expression', value: this.#expressions.expression() }
  }

  #print(isFormat: boolean): Statement {
    const tokens = this.#tokens
    return this.#expressions.printing(() => {
      let args: Expression[] = []
      if (!tokens.isEnd && !['>', '>>', '|'].includes(tokens.token.text)) {
        args = [this.#expressions.expression()]
        while (tokens.takes(',')) {
          tokens.newlines()
          args.push(this.#expressions.expression())
        }
        const [only] = args
        if (args.length === 1 && only?.kind === 'group') args = [...only.parts]
      }
      return { kind: 'print', isFormat, args, redirect: this.#redirect() }
    })
  }

  #redirect(): Extract<Statement, { kind: 'print' }>['redirect'] {
    const { kind, text: operator } = this.#tokens.token
    if (kind !== 'mark' || !(operator === '>' || operator === '>>' || operator === '|')) return undefined
    this.#tokens.next()
    return { operator, to: this.#expressions.concatenation() }
  }

  #ended(statement: Statement): Statement {
    if (this.#tokens.takes(';') || this.#tokens.is('}') || this.#tokens.token.kind === 'end') return statement
    if (this.#tokens.token.kind === 'newline') {
      this.#tokens.next()
      return statement
    }
    throw this.#tokens.unexpected(this.#tokens.token)
  }
}
