/** Arithmetic of dash: no ++, no **, no comma; a variable must be a number. */
import { ShellError } from '../control.js'
import type { Names } from './names.js'
import { operate, wrap } from './numbers.js'

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
const TOKEN =
  /^(?:[A-Za-z_][A-Za-z0-9_]*|0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9][0-9]*|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>&|^!~=?:()])/
const ASSIGNMENT = /^(?:=|(?:<<|>>|[-+*/%&^|])=)$/

/** Throws ShellError. */
export function calculateInDash(names: Names, text: string): bigint {
  try {
    return new Calculation(names, text).value()
  } catch (error) {
    // Brackets are nested deeper than the host's stack is.
    if (!(error instanceof RangeError)) throw error
    throw new ShellError(`arithmetic expression: expecting ')': "${text}"`, { status: 2, isFatal: true })
  }
}

class Calculation {
  readonly #names: Names
  readonly #text: string
  #rest: string
  #skipped = 0

  constructor(names: Names, text: string) {
    this.#names = names
    this.#text = text
    this.#rest = text.trimStart()
  }

  value(): bigint {
    if (this.#rest === '') return 0n
    const value = this.#assignment()
    if (this.#rest !== '') this.#fail('expecting EOF')
    return value
  }

  #peek(): string {
    return TOKEN.exec(this.#rest)?.[0] ?? ''
  }

  #take(): string {
    const token = this.#peek()
    this.#rest = this.#rest.slice(token.length).trimStart()
    return token
  }

  #assignment(): bigint {
    const name = this.#peek()
    const behind = this.#rest.slice(name.length).trimStart()
    const operator = TOKEN.exec(behind)?.[0] ?? ''
    if (!/^[A-Za-z_]/.test(name) || !ASSIGNMENT.test(operator)) return this.#conditional()
    const before = operator === '=' ? 0n : this.#get(name)
    this.#take()
    this.#take()
    const right = this.#assignment()
    const value = operator === '=' ? right : this.#operate(operator.slice(0, -1), before, right)
    if (this.#skipped === 0) this.#names.set(name, undefined, String(value))
    return value
  }

  #conditional(): bigint {
    const condition = this.#or()
    if (this.#peek() !== '?') return condition
    this.#take()
    const first = this.#skipping(condition === 0n, () => this.#assignment())
    if (this.#peek() !== ':') this.#fail("expecting ':'")
    this.#take()
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
    const value = this.#and()
    if (this.#peek() !== '||') return value
    this.#take()
    const right = this.#skipping(value !== 0n, () => this.#or())
    return value !== 0n || right !== 0n ? 1n : 0n
  }

  #and(): bigint {
    const value = this.#binary(0)
    if (this.#peek() !== '&&') return value
    this.#take()
    const right = this.#skipping(value === 0n, () => this.#and())
    return value !== 0n && right !== 0n ? 1n : 0n
  }

  #binary(level: number): bigint {
    const operators = LEVELS[level]
    if (operators === undefined) return this.#primary()
    let value = this.#binary(level + 1)
    while (operators.includes(this.#peek())) {
      const operator = this.#take()
      value = this.#operate(operator, value, this.#binary(level + 1))
    }
    return value
  }

  #operate(operator: string, left: bigint, right: bigint): bigint {
    if (right === 0n && (operator === '/' || operator === '%')) {
      if (this.#skipped > 0) return 0n
      this.#fail('division by zero')
    }
    return operate(operator, left, right)
  }

  #primary(): bigint {
    const token = this.#take()
    if (token === '(') {
      const value = this.#assignment()
      if (this.#take() !== ')') this.#fail("expecting ')'")
      return value
    }
    if (/^[0-9]/.test(token)) return numberOf(token)
    if (/^[A-Za-z_]/.test(token)) return this.#skipped > 0 ? 0n : this.#get(token)
    if (!['!', '~', '-', '+'].includes(token) || token === '') this.#fail('expecting primary')
    const value = this.#primary()
    if (token === '!') return value === 0n ? 1n : 0n
    if (token === '~') return ~value
    return token === '-' ? wrap(-value) : value
  }

  #get(name: string): bigint {
    const text = this.#names.get(name, undefined)?.trim() ?? ''
    if (text === '') return 0n
    const [, sign, digits] = /^([-+]?)(0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9][0-9]*)$/.exec(text) ?? []
    if (digits === undefined) throw new ShellError(`Illegal number: ${text}`, { status: 2, isFatal: true })
    return sign === '-' ? -numberOf(digits) : numberOf(digits)
  }

  #fail(what: string): never {
    throw new ShellError(`arithmetic expression: ${what}: "${this.#text}"`, { status: 2, isFatal: true })
  }
}

/** Of what is too large the largest. */
function numberOf(digits: string): bigint {
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
  const largest = (1n << 63n) - 1n
  return value > largest ? largest : value
}
