/** Arithmetic of bash and busybox, from text in which nothing is left to be expanded. */
import { ShellError } from '../control.js'
import type { Names } from './names.js'
import { NumberError, operate, power, readNumber, wrap } from './numbers.js'
import { readToken, type Token } from './tokens.js'

/** How deep a variable may name an expression that names another. */
const MOST_LEVELS = 1024

/** From the loosest to the tightest; ** and what stands before an operand bind tighter still. */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]
const ASSIGNMENT = /^(?:=|(?:<<|>>|[-+*/%&^|])=)$/

/** An empty text is 0. Throws ShellError. */
export function calculate(names: Names, text: string, level = 0): bigint {
  try {
    return new Calculation(names, text, level).value()
  } catch (error) {
    // Brackets are nested deeper than the host's stack is.
    if (level > 0 || !(error instanceof RangeError)) throw error
    throw names.error(text, 'expression recursion level exceeded', text)
  }
}

class Calculation {
  readonly #names: Names
  readonly #text: string
  readonly #level: number
  #token: Token
  #before: Token | undefined
  /** Where the last token begins that is not the end. */
  #at = 0
  /** What is only skipped neither assigns nor fails: behind 0 &&. */
  #skipped = 0

  constructor(names: Names, text: string, level: number) {
    this.#names = names
    this.#text = text
    this.#level = level
    this.#token = { kind: 'end', text: '', start: 0, end: 0 }
  }

  value(): bigint {
    this.#next()
    if (this.#isAtEnd()) return 0n
    const value = this.#comma()
    if (!this.#isAtEnd()) this.#fail('syntax error in expression')
    return value
  }

  #next(): void {
    const token = readToken(this.#text, this.#token.end, this.#token)
    if (token.kind !== 'end') this.#at = token.start
    if (token.kind === 'unknown') this.#failUnknown(token)
    if (token.kind === 'number') this.#check(token)
    this.#before = this.#token
    this.#token = token
  }

  #failUnknown(token: Token): never {
    if (token.text.length > 1 || /[A-Za-z_]/.test(token.text)) this.#fail('bad array subscript')
    const isOperand = this.#token.kind === 'operator' || this.#token.end === 0
    this.#fail(isOperand ? 'syntax error: operand expected' : 'syntax error: invalid arithmetic operator')
  }

  #check(token: Token): void {
    try {
      readNumber(token.text)
    } catch (error) {
      if (!(error instanceof NumberError)) throw error
      this.#fail(error.message, token.end)
    }
  }

  #isAtEnd(): boolean {
    return this.#token.kind === 'end'
  }

  #is(...operators: string[]): boolean {
    return this.#token.kind === 'operator' && operators.includes(this.#token.text)
  }

  #comma(): bigint {
    let value = this.#assignment()
    while (this.#is(',')) {
      this.#next()
      value = this.#assignment()
    }
    return value
  }

  #assignment(): bigint {
    const target = this.#token
    const value = this.#conditional()
    if (this.#token.kind !== 'operator' || !ASSIGNMENT.test(this.#token.text)) return value
    if (this.#before?.kind !== 'name' || this.#before !== target) {
      this.#fail('attempted assignment to non-variable')
    }
    const operator = this.#token.text.slice(0, -1)
    this.#next()
    const place = this.#at
    const right = this.#assignment()
    const result = operator === '' ? right : this.#operate(operator, value, right, place)
    this.#set(target, result)
    return result
  }

  #conditional(): bigint {
    const condition = this.#or()
    if (!this.#is('?')) return condition
    this.#next()
    if (this.#isAtEnd() || this.#is(':')) this.#fail('expression expected')
    const first = this.#skipping(condition === 0n, () => this.#comma())
    if (!this.#is(':')) this.#fail("`:' expected for conditional expression")
    this.#next()
    if (this.#isAtEnd()) this.#fail('expression expected')
    const second = this.#skipping(condition !== 0n, () => this.#conditional())
    return condition === 0n ? second : first
  }

  #skipping(isSkipped: boolean, read: () => bigint): bigint {
    if (isSkipped) this.#skipped += 1
    const value = read()
    if (isSkipped) this.#skipped -= 1
    return value
  }

  #or(): bigint {
    let value = this.#and()
    while (this.#is('||')) {
      this.#next()
      const right = this.#skipping(value !== 0n, () => this.#and())
      value = value !== 0n || right !== 0n ? 1n : 0n
    }
    return value
  }

  #and(): bigint {
    let value = this.#binary(0)
    while (this.#is('&&')) {
      this.#next()
      const right = this.#skipping(value === 0n, () => this.#binary(0))
      value = value !== 0n && right !== 0n ? 1n : 0n
    }
    return value
  }

  #binary(level: number): bigint {
    const operators = LEVELS[level]
    if (operators === undefined) return this.#power()
    let value = this.#binary(level + 1)
    while (this.#is(...operators)) {
      const operator = this.#token.text
      this.#next()
      const place = this.#at
      value = this.#operate(operator, value, this.#binary(level + 1), place)
    }
    return value
  }

  #operate(operator: string, left: bigint, right: bigint, place: number): bigint {
    if (right !== 0n || (operator !== '/' && operator !== '%')) return operate(operator, left, right)
    if (this.#skipped > 0) return 0n
    this.#at = place
    this.#fail('division by 0')
  }

  #power(): bigint {
    const base = this.#unary()
    if (!this.#is('**')) return base
    this.#next()
    const exponent = this.#power()
    if (exponent < 0n) this.#fail('exponent less than 0')
    return power(base, exponent)
  }

  #unary(): bigint {
    if (!this.#is('!', '~', '-', '+')) return this.#operand()
    const operator = this.#token.text
    this.#next()
    const value = this.#unary()
    this.#before = undefined
    if (operator === '!') return value === 0n ? 1n : 0n
    if (operator === '~') return ~value
    return operator === '-' ? wrap(-value) : value
  }

  #operand(): bigint {
    const token = this.#token
    if (this.#is('++', '--')) {
      this.#next()
      if (this.#token.kind !== 'name') this.#fail('identifier expected')
      const target = this.#token
      const value = wrap(this.#get(target) + (token.text === '++' ? 1n : -1n))
      this.#set(target, value)
      this.#next()
      this.#before = undefined
      return value
    }
    if (this.#is('(')) {
      this.#next()
      const value = this.#comma()
      if (!this.#is(')')) this.#fail("missing `)'")
      this.#next()
      this.#before = undefined
      return value
    }
    if (token.kind === 'number') {
      this.#next()
      return readNumber(token.text)
    }
    if (token.kind === 'name') return this.#variable(token)
    this.#fail('syntax error: operand expected')
  }

  #variable(token: Token): bigint {
    // What is only assigned to is not looked at.
    const isTarget = /^\s*=(?!=)/.test(this.#text.slice(token.end))
    const value = isTarget ? 0n : this.#get(token)
    this.#next()
    if (!this.#is('++', '--')) return value
    this.#set(token, wrap(value + (this.#is('++') ? 1n : -1n)))
    this.#next()
    this.#before = undefined
    return value
  }

  #get(token: Token): bigint {
    if (token.kind !== 'name' || this.#skipped > 0) return 0n
    const text = this.#names.get(token.text, token.subscript)
    if (text === undefined || text === '') return 0n
    if (/^(?:0|[1-9][0-9]{0,17})$/.test(text)) return BigInt(text)
    if (this.#level >= MOST_LEVELS) this.#fail('expression recursion level exceeded')
    return calculate(this.#names, text, this.#level + 1)
  }

  #set(token: Token, value: bigint): void {
    if (token.kind === 'name' && this.#skipped === 0) this.#names.set(token.text, token.subscript, String(value))
  }

  #fail(what: string, end = this.#text.length): never {
    throw this.#names.error(this.#text.slice(0, end).trimStart(), what, this.#text.slice(this.#at, end))
  }
}

/** As bash words it. */
export function bashError(text: string, what: string, token: string): ShellError {
  return new ShellError(`${text}: ${what} (error token is "${token}")`, { endsLine: true })
}

/** As busybox words it, which has few words for it. */
export function ashError(what: string): ShellError {
  const known: Readonly<Record<string, string>> = {
    'division by 0': 'divide by zero',
    'exponent less than 0': 'exponent less than 0',
    'expression recursion level exceeded': 'expression recursion loop detected',
  }
  return new ShellError(known[what] ?? 'arithmetic syntax error', { status: 2, isFatal: true })
}
