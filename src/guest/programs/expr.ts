import { boundedRegExp } from '../shell/tools/own/bounded-regex.js'
import { basicRegex } from './basic-regex.js'
import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'

const FALSE = 1
const WRONG = 2

/** coreutils' expr(1). */
export const expr = tool(tool => {
  if (tool.args.length === 1 && /^--(?:help|version)$/.test(tool.args[0] ?? '')) {
    throw tool.fail(`mockvm doesn't do ${tool.args[0]} yet`)
  }
  const words = tool.args[0] === '--' ? tool.args.slice(1) : tool.args
  if (words.length === 0) throw tool.usage('missing operand', WRONG)
  const expression = new Expression(tool, words)
  const result = expression.or(true)
  expression.end()
  tool.print(`${result}\n`)
  tool.exitCode = isNull(result) ? FALSE : 0
})

function isNull(text: string): boolean {
  return /^(?:-?0+)?$/.test(text)
}

const isInteger = (text: string) => /^-?\d+$/.test(text)

/** `evaluates`: false where the other side of | or & has decided: errors of values are none there. */
class Expression {
  readonly #tool: Tool
  readonly #words: readonly string[]
  #at = 0

  constructor(tool: Tool, words: readonly string[]) {
    this.#tool = tool
    this.#words = words
  }

  end(): void {
    const word = this.#words[this.#at]
    if (word !== undefined) throw this.#wrong(`syntax error: unexpected argument ${quoted(word)}`)
  }

  or(evaluates: boolean): string {
    let left = this.#and(evaluates)
    while (this.#takes('|') !== undefined) {
      const right = this.#and(evaluates && isNull(left))
      if (isNull(left)) left = isNull(right) ? '0' : right
    }
    return left
  }

  #and(evaluates: boolean): string {
    let left = this.#comparison(evaluates)
    while (this.#takes('&') !== undefined) {
      const right = this.#comparison(evaluates && !isNull(left))
      if (isNull(left) || isNull(right)) left = '0'
    }
    return left
  }

  #comparison(evaluates: boolean): string {
    let left = this.#sum(evaluates)
    for (let sign = this.#takes('<', '<=', '=', '==', '!=', '>=', '>'); sign !== undefined; ) {
      left = compare(sign, left, this.#sum(evaluates)) ? '1' : '0'
      sign = this.#takes('<', '<=', '=', '==', '!=', '>=', '>')
    }
    return left
  }

  #sum(evaluates: boolean): string {
    return this.#arithmetic(['+', '-'], () => this.#product(evaluates), evaluates)
  }

  #product(evaluates: boolean): string {
    return this.#arithmetic(['*', '/', '%'], () => this.#match(evaluates), evaluates)
  }

  #arithmetic(signs: readonly string[], operand: () => string, evaluates: boolean): string {
    let left = operand()
    for (let sign = this.#takes(...signs); sign !== undefined; sign = this.#takes(...signs)) {
      const right = operand()
      if (!evaluates) continue
      if (!isInteger(left) || !isInteger(right)) throw this.#wrong('non-integer argument')
      if (/[/%]/.test(sign) && BigInt(right) === 0n) throw this.#wrong('division by zero')
      left = String(calculate(sign, BigInt(left), BigInt(right)))
    }
    return left
  }

  #match(evaluates: boolean): string {
    let left = this.#keyword(evaluates)
    while (this.#takes(':') !== undefined) {
      const pattern = this.#keyword(evaluates)
      if (evaluates) left = this.#matched(left, pattern)
    }
    return left
  }

  #keyword(evaluates: boolean): string {
    const word = this.#takes('+', 'length', 'match', 'index', 'substr')
    if (word === '+') return this.#next()
    if (word === 'length') return String([...this.#keyword(evaluates)].length)
    if (word === 'match') {
      const [text, pattern] = [this.#keyword(evaluates), this.#keyword(evaluates)]
      return evaluates ? this.#matched(text, pattern) : text
    }
    if (word === 'index') {
      const [text, characters] = [[...this.#keyword(evaluates)], this.#keyword(evaluates)]
      return String(text.findIndex(character => characters.includes(character)) + 1)
    }
    if (word !== 'substr') return this.#primary(evaluates)
    const text = [...this.#keyword(evaluates)]
    const [from, length] = [this.#keyword(evaluates), this.#keyword(evaluates)]
    if (!isInteger(from) || !isInteger(length) || Number(from) < 1 || Number(length) < 1) return ''
    return text.slice(Number(from) - 1, Number(from) - 1 + Number(length)).join('')
  }

  #primary(evaluates: boolean): string {
    if (this.#takes('(') === undefined) {
      if (this.#words[this.#at] === ')') throw this.#wrong("syntax error: unexpected ')'")
      return this.#next()
    }
    const inside = this.or(evaluates)
    if (this.#takes(')') !== undefined) return inside
    const word = this.#words[this.#at]
    const where = word === undefined ? `after ${quoted(this.#words[this.#at - 1] ?? '')}` : `instead of ${quoted(word)}`
    throw this.#wrong(`syntax error: expecting ')' ${where}`)
  }

  /** The first group, or how many characters match; they must be the first ones. */
  #matched(text: string, pattern: string): string {
    const regex = basicRegex(pattern.replace(/^\^/, ''))
    if (regex === undefined) throw this.#wrong('Invalid regular expression')
    const found = boundedRegExp(`^(?:${regex.source})`, 's').exec(text)
    if (/\\\(/.test(pattern)) return found?.[1] ?? ''
    return String(found === null ? 0 : [...found[0]].length)
  }

  #next(): string {
    const word = this.#words[this.#at++]
    if (word !== undefined) return word
    throw this.#wrong(`syntax error: missing argument after ${quoted(this.#words.at(-1) ?? '')}`)
  }

  #takes(...words: readonly string[]): string | undefined {
    const word = this.#words[this.#at]
    if (word === undefined || !words.includes(word)) return undefined
    this.#at++
    return word
  }

  #wrong(message: string): Error {
    return this.#tool.fail(message, WRONG)
  }
}

function calculate(sign: string, a: bigint, b: bigint): bigint {
  switch (sign) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    default:
      return a % b
  }
}

function compare(sign: string, a: string, b: string): boolean {
  const [first, second] = isInteger(a) && isInteger(b) ? [BigInt(a), BigInt(b)] : [a, b]
  switch (sign) {
    case '<':
      return first < second
    case '<=':
      return first <= second
    case '!=':
      return first !== second
    case '>=':
      return first >= second
    case '>':
      return first > second
    default:
      return first === second
  }
}
