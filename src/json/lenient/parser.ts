/**
 * The parser of agent 2.11: the tokens of one message to a value. Of several errors the last one found while unwinding
 * is told, so a failure deep inside shows as the error of what contains it.
 */
import { parseError } from '../error-text.js'
import { KEYWORDS } from '../keywords.js'
import { parseInteger } from '../numbers.js'
import type { Token } from '../tokens.js'
import type { JsonValue } from '../value.js'

/** `error` is the whole text; neither: there was no value, and nobody said why (a format directive alone). */
export type Parsed = { readonly value: JsonValue } | { readonly error: string | undefined }

export function parseMessage(tokens: readonly Token[]): Parsed {
  const parser = new Parser(tokens)
  const value = parser.value()
  return value === undefined ? { error: parser.error } : { value }
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  error: string | undefined

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  value(): JsonValue | undefined {
    const token = this.#tokens[this.#at++]
    switch (token?.type) {
      case undefined:
        return this.#fail('premature EOI')
      case '{':
        return this.#object()
      case '[':
        return this.#array()
      case 'string':
        return token.text
      case 'integer':
        return parseInteger(token.text)
      case 'float':
        return Number(token.text)
      case 'keyword':
        return KEYWORDS.has(token.text) ? KEYWORDS.get(token.text) : this.#fail(`invalid keyword '${token.text}'`)
      case 'interpolation':
        return undefined
      default:
        return this.#fail('expecting value')
    }
  }

  #object(): JsonValue | undefined {
    const members = new Map<string, JsonValue>()
    if (this.#accept('}')) return members
    do {
      if (!this.#member(members)) return undefined
      if (this.#accept('}')) return members
    } while (this.#accept(','))
    return this.#fail('expected separator in dict')
  }

  #member(members: Map<string, JsonValue>): boolean {
    const key = this.value()
    if (typeof key !== 'string') {
      this.#fail('key is not a string in object')
      return false
    }
    if (!this.#accept(':')) {
      this.#fail('missing : in object pair')
      return false
    }
    const value = this.value()
    if (value === undefined) {
      this.#fail('Missing value in dict')
      return false
    }
    members.set(key, value)
    return true
  }

  #array(): JsonValue | undefined {
    const elements: JsonValue[] = []
    if (this.#accept(']')) return elements
    do {
      const element = this.value()
      if (element === undefined) return this.#fail('expecting value')
      elements.push(element)
      if (this.#accept(']')) return elements
    } while (this.#accept(','))
    return this.#fail('expected separator in list')
  }

  #accept(type: Token['type']): boolean {
    if (this.#tokens[this.#at]?.type !== type) return false
    this.#at++
    return true
  }

  #fail(text: string): undefined {
    this.error = parseError(text)
    return undefined
  }
}
