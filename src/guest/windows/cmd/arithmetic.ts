/** `set /a`: whole numbers of 32 bits. */

/** What is wrong with an expression, and what ERRORLEVEL becomes. */
export class ArithmeticFault extends Error {
  override readonly name = 'ArithmeticFault'
  readonly code: number

  constructor(fault: keyof typeof FAULTS) {
    super(FAULTS[fault][1])
    this.code = FAULTS[fault][0]
  }
}

const FAULTS = {
  parenthesis: [1_073_750_988, 'Unbalanced parenthesis.'],
  operand: [1_073_750_989, 'Missing operand.'],
  operator: [1_073_750_990, 'Missing operator.'],
  constant: [
    1_073_750_991,
    'Invalid number.  Numeric constants are either decimal (17),\r\nhexadecimal (0x11), or octal (021).',
  ],
  size: [1_073_750_992, 'Invalid number.  Numbers are limited to 32-bits of precision.'],
  zero: [1_073_750_993, 'Divide by zero error.'],
} as const

const TOKEN = /\s*(<<=?|>>=?|[-+*/%&^|]=|[-+*/%&^|~!()=,]|[^\s\-+*/%&^|~!()=,<>]+|[<>])/y
/** From the weakest to the strongest; those of one line are as strong. */
const LEVELS: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']]
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '^=', '|=', '<<=', '>>='])

export interface Variables {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

/** The value of the last of the expressions, which commas part. Throws ArithmeticFault. */
export function calculate(text: string, variables: Variables): number {
  return new Calculation(tokens(text.replaceAll('"', '')), variables).all()
}

function tokens(text: string): string[] {
  const found: string[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) found.push(match[1] ?? '')
  return found
}

class Calculation {
  readonly #tokens: readonly string[]
  readonly #variables: Variables
  #at = 0

  constructor(tokens: readonly string[], variables: Variables) {
    this.#tokens = tokens
    this.#variables = variables
  }

  all(): number {
    let value = this.#assignment()
    while (this.#next === ',') {
      this.#at++
      value = this.#assignment()
    }
    if (this.#next === ')') throw new ArithmeticFault('parenthesis')
    if (this.#next !== undefined) throw new ArithmeticFault('operator')
    return value
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at]
  }

  #assignment(): number {
    const name = this.#next
    const operator = this.#tokens[this.#at + 1]
    if (name === undefined || operator === undefined || !ASSIGNMENTS.has(operator) || !isName(name)) {
      return this.#level(0)
    }
    this.#at += 2
    const operand = this.#assignment()
    const value = operator === '=' ? operand : operate(operator.slice(0, -1), this.#valueOf(name), operand)
    this.#variables.set(name, `${value}`)
    return value
  }

  #level(level: number): number {
    const operators = LEVELS[level]
    if (operators === undefined) return this.#unary()
    let value = this.#level(level + 1)
    for (let operator = this.#next; operator !== undefined && operators.includes(operator); operator = this.#next) {
      this.#at++
      value = operate(operator, value, this.#level(level + 1))
    }
    return value
  }

  #unary(): number {
    const token = this.#next
    if (token === undefined) throw new ArithmeticFault('operand')
    this.#at++
    switch (token) {
      case '-':
        return -this.#unary() | 0
      case '+':
        return this.#unary()
      case '~':
        return ~this.#unary()
      case '!':
        return this.#unary() === 0 ? 1 : 0
      case '(':
        return this.#closed()
      case ')':
        throw new ArithmeticFault('operand')
      default:
        if (!isName(token) && !/^\d/.test(token)) throw new ArithmeticFault('operand')
        return this.#valueOf(token)
    }
  }

  #closed(): number {
    let value = this.#assignment()
    while (this.#next === ',') {
      this.#at++
      value = this.#assignment()
    }
    if (this.#next !== ')') throw new ArithmeticFault('parenthesis')
    this.#at++
    return value
  }

  /** A variable that isn't set, or no number, is 0. */
  #valueOf(token: string): number {
    if (/^\d/.test(token)) return toNumber(token)
    const [text = '0'] = /^[-+]?(?:0x[\da-f]+|\d+)/i.exec(this.#variables.get(token)?.trim() ?? '') ?? []
    return text.startsWith('-') ? -toNumber(text.slice(1)) | 0 : toNumber(text.replace(/^\+/, ''))
  }
}

function isName(token: string): boolean {
  return /^[^\d\-+*/%&^|~!()=,<>]/.test(token)
}

function toNumber(text: string): number {
  if (!/^(?:0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.test(text)) throw new ArithmeticFault('constant')
  const value = /^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text)
  if (value > 0xffff_ffff || (!/^0/.test(text) && value > 0x7fff_ffff)) throw new ArithmeticFault('size')
  return value | 0
}

function operate(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return (a + b) | 0
    case '-':
      return (a - b) | 0
    case '*':
      return Math.imul(a, b)
    case '/':
    case '%':
      if (b === 0) throw new ArithmeticFault('zero')
      return (operator === '/' ? Math.trunc(a / b) : a % b) | 0
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    // Past the width nothing is left.
    case '<<':
      return b < 0 || b > 31 ? 0 : a << b
    default:
      return b < 0 || b > 31 ? (a < 0 ? -1 : 0) : a >> b
  }
}
