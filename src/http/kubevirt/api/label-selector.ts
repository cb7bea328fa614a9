/** Label selectors: "app=web,tier in (db, cache),!old". */
import { badRequest } from './status.js'

export type Labels = Readonly<Record<string, string>>

export type LabelSelector = (labels: Labels) => boolean

const TOKEN = /\s*(==|!=|=|!|<|>|,|\(|\)|[^\s=!<>,()]+)/y
const SIGNS = new Set(['==', '!=', '=', '!', '<', '>', ',', '(', ')'])
const KEY = /^(?:[a-z\d](?:[-a-z\d.]*[a-z\d])?\/)?[A-Za-z\d](?:[-\w.]{0,61}[A-Za-z\d])?$/
const INTEGER = /^-?\d+$/
const VALUE = /^(?:[A-Za-z\d](?:[-\w.]{0,61}[A-Za-z\d])?)?$/

/** Of a label, whether its value, or its absence, is what is required. */
type IsMet = (value: string | undefined) => boolean

interface Requirement {
  readonly key: string
  readonly isMet: IsMet
}

/** Throws ApiError. */
export function parseLabelSelector(text: string): LabelSelector {
  const tokens = new Tokens(text)
  if (tokens.peek() === undefined) return () => true
  const requirements: Requirement[] = []
  for (;;) {
    requirements.push(requirement(tokens))
    const next = tokens.take()
    if (next === undefined) return labels => requirements.every(({ key, isMet }) => isMet(labelOf(labels, key)))
    if (next !== ',') throw tokens.refuse(next, "',' or 'end of string'")
    if (tokens.peek() === undefined) throw tokens.refuse('', 'identifier after ","')
  }
}

/** Any word may be the key of a label, and the name of something that every object has. */
function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}

function requirement(tokens: Tokens): Requirement {
  const isNegated = tokens.takeIf('!')
  const key = keyIn(tokens)
  return { key, isMet: isNegated ? value => value === undefined : condition(tokens) }
}

function condition(tokens: Tokens): IsMet {
  const operator = tokens.peek()
  if (operator === undefined || operator === ',') return value => value !== undefined
  tokens.take()
  if (operator === '=' || operator === '==') {
    const wanted = valueIn(tokens)
    return value => value === wanted
  }
  if (operator === '!=') {
    const unwanted = valueIn(tokens)
    return value => value !== unwanted
  }
  if (operator === 'in' || operator === 'notin') {
    const values = valuesIn(tokens)
    const isOneOf: IsMet = value => value !== undefined && values.includes(value)
    return operator === 'in' ? isOneOf : value => !isOneOf(value)
  }
  if (operator === '<' || operator === '>') {
    const bound = valueIn(tokens)
    if (!INTEGER.test(bound)) throw badRequest("for 'Gt', 'Lt' operators, the value must be an integer")
    return value => {
      if (value === undefined || !INTEGER.test(value)) return false
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
