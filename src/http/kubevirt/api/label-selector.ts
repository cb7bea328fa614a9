/** Label selectors: "app=web,tier in (db, cache),!old". */
import { badRequest } from './status.js'

export type Labels = Readonly<Record<string, string>>

export type LabelSelector = (labels: Labels) => boolean

const TOKEN = /\s*(==|!=|=|!|<|>|,|\(|\)|[^\s=!<>,()]+)/y
const SIGNS = new Set(['==', '!=', '=', '!', '<', '>', ',', '(', ')'])
const KEY = /^(?:[a-z\d](?:[-a-z\d.]*[a-z\d])?\/)?[A-Za-z\d](?:[-\w.]{0,61}[A-Za-z\d])?$/
const VALUE = /^(?:[A-Za-z\d](?:[-\w.]{0,61}[A-Za-z\d])?)?$/

/** Throws ApiError. */
export function parseLabelSelector(text: string): LabelSelector {
  const tokens = new Tokens(text)
  if (tokens.peek() === undefined) return () => true
  const requirements: LabelSelector[] = []
  for (;;) {
    requirements.push(requirement(tokens))
    const next = tokens.take()
    if (next === undefined) return labels => requirements.every(isMet => isMet(labels))
    if (next !== ',') throw tokens.refuse(next, "',' or 'end of string'")
    if (tokens.peek() === undefined) throw tokens.refuse('', 'identifier after ","')
  }
}

function requirement(tokens: Tokens): LabelSelector {
  const isNegated = tokens.takeIf('!')
  const key = keyIn(tokens)
  if (isNegated) return labels => labels[key] === undefined
  const operator = tokens.peek()
  if (operator === undefined || operator === ',') return labels => labels[key] !== undefined
  tokens.take()
  if (operator === '=' || operator === '==') {
    const value = valueIn(tokens)
    return labels => labels[key] === value
  }
  if (operator === '!=') {
    const value = valueIn(tokens)
    return labels => labels[key] !== value
  }
  if (operator === 'in' || operator === 'notin') {
    const values = valuesIn(tokens)
    return operator === 'in'
      ? labels => labels[key] !== undefined && values.includes(labels[key])
      : labels => labels[key] === undefined || !values.includes(labels[key])
  }
  if (operator === '<' || operator === '>') {
    const bound = valueIn(tokens)
    if (!/^-?\d+$/.test(bound)) throw badRequest("for 'Gt', 'Lt' operators, the value must be an integer")
    return labels => {
      const value = labels[key]
      if (value === undefined || !/^-?\d+$/.test(value)) return false
      return operator === '<' ? BigInt(value) < BigInt(bound) : BigInt(value) > BigInt(bound)
    }
  }
  throw tokens.refuse(operator, 'in, notin, =, ==, !=, gt, lt')
}

function keyIn(tokens: Tokens): string {
  const key = tokens.take() ?? ''
  if (key === '' || SIGNS.has(key)) throw tokens.refuse(key, "!, identifier, or 'end of string'")
  if (!KEY.test(key)) throw badRequest(`key: Invalid value: ${JSON.stringify(key)}: it is no key of a label`)
  return key
}

/** Empty where the next requirement begins at once. */
function valueIn(tokens: Tokens): string {
  const next = tokens.peek()
  if (next === undefined || next === ',') return ''
  tokens.take()
  if (SIGNS.has(next)) throw tokens.refuse(next, 'identifier')
  return checked(next)
}

function valuesIn(tokens: Tokens): string[] {
  if (!tokens.takeIf('(')) throw tokens.refuse(tokens.peek() ?? '', "'('")
  const values: string[] = []
  for (;;) {
    const next = tokens.peek()
    // Nothing between commas is an empty value.
    if (next === ',' || next === ')') values.push('')
    else if (next === undefined || SIGNS.has(next)) throw tokens.refuse(next ?? '', "',', or identifier")
    else values.push(checked(tokens.take() as string))
    const end = tokens.take()
    if (end === ')') return values
    if (end !== ',') throw tokens.refuse(end ?? '', "',' or ')'")
  }
}

function checked(value: string): string {
  if (!VALUE.test(value)) throw badRequest(`values: Invalid value: ${JSON.stringify(value)}: it is no value of a label`)
  return value
}

class Tokens {
  readonly #tokens: string[] = []
  #at = 0

  constructor(text: string) {
    TOKEN.lastIndex = 0
    for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) this.#tokens.push(match[1] as string)
  }

  peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  take(): string | undefined {
    return this.#tokens[this.#at++]
  }

  takeIf(token: string): boolean {
    if (this.peek() !== token) return false
    this.#at++
    return true
  }

  refuse(found: string, expected: string) {
    return badRequest(`unable to parse requirement: found '${found}', expected: ${expected}`)
  }
}
