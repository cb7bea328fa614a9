/**
 * Makes a value of the tokens of one message as they come, so that the first fault is found at the token that is one.
 * The containers that are open are kept on a stack.
 */
import { KEYWORDS } from '../keywords.js'
import { parseInteger } from '../numbers.js'
import type { Token } from '../tokens.js'
import type { JsonValue } from '../value.js'

/** How the grammars of the dialects differ: in words, and in what is read as the key of an object. */
export interface Grammar {
  /** Any value is read as a key, and complained about when it is whole and no string. */
  readonly readsAnyKey: boolean
  readonly key: string
  readonly colon: string
  readonly afterMember: string
  readonly afterElement: string
}

type Expected = 'value' | 'first element' | 'first key' | 'key' | 'colon' | 'separator'

/** `key`: of the member whose value is awaited. */
type Open = { readonly members: Map<string, JsonValue>; key: string | undefined } | { readonly elements: JsonValue[] }

export type Outcome = { readonly value: JsonValue } | { readonly fault: string }

export interface ValueParserSnapshot {
  readonly expected: Expected
  readonly open: readonly Readonly<Open>[]
  readonly outcome: Outcome | undefined
}

export class ValueParser {
  readonly #grammar: Grammar
  #expected: Expected = 'value'
  #open: Open[] = []
  #outcome: Outcome | undefined

  constructor(grammar: Grammar) {
    this.#grammar = grammar
  }

  /** The value once it is whole, or the first fault; nothing while neither is known. */
  get outcome(): Outcome | undefined {
    return this.#outcome
  }

  /** Tokens behind a fault are passed over. */
  push(token: Token): void {
    if (this.#outcome !== undefined) return
    const fault = this.#take(token)
    if (fault === undefined) return
    this.#outcome = { fault }
    this.#open = []
  }

  reset(): void {
    this.#expected = 'value'
    if (this.#open.length > 0) this.#open = []
    this.#outcome = undefined
  }

  snapshot(): ValueParserSnapshot {
    return { expected: this.#expected, open: this.#open.map(copy), outcome: this.#outcome }
  }

  restore({ expected, open, outcome }: ValueParserSnapshot): void {
    this.#expected = expected
    this.#open = open.map(copy)
    this.#outcome = outcome
  }

  /** What is wrong with the token; undefined if nothing is. */
  #take(token: Token): string | undefined {
    switch (this.#expected) {
      case 'value':
        return this.#beginValue(token)
      case 'first element':
        return token.type === ']' ? this.#close() : this.#beginValue(token)
      case 'first key':
        return token.type === '}' ? this.#close() : this.#beginKey(token)
      case 'key':
        return this.#beginKey(token)
      case 'colon':
        if (token.type !== ':') return this.#grammar.colon
        this.#expected = 'value'
        return undefined
      case 'separator':
        return this.#separate(token)
    }
  }

  #beginKey(token: Token): string | undefined {
    const mayBeKey = this.#grammar.readsAnyKey || token.type === 'string' || token.type === 'bad string'
    return mayBeKey ? this.#beginValue(token) : this.#grammar.key
  }

  #beginValue(token: Token): string | undefined {
    switch (token.type) {
      case '{':
        this.#open.push({ members: new Map(), key: undefined })
        this.#expected = 'first key'
        return undefined
      case '[':
        this.#open.push({ elements: [] })
        this.#expected = 'first element'
        return undefined
      case 'string':
        return this.#end(token.text)
      case 'bad string':
        return token.fault
      case 'integer':
        return this.#end(parseInteger(token.text))
      case 'float':
        return this.#end(Number(token.text))
      case 'keyword': {
        const value = KEYWORDS.get(token.text)
        return value === undefined ? `invalid keyword '${token.text}'` : this.#end(value)
      }
      default:
        return 'expecting value'
    }
  }

  #separate({ type }: Token): string | undefined {
    const open = this.#open.at(-1)
    const isObject = open !== undefined && 'members' in open
    if (type === ',') {
      this.#expected = isObject ? 'key' : 'value'
      return undefined
    }
    if (type === (isObject ? '}' : ']')) return this.#close()
    return isObject ? this.#grammar.afterMember : this.#grammar.afterElement
  }

  #close(): string | undefined {
    const closed = this.#open.pop()
    return closed === undefined ? undefined : this.#end('members' in closed ? closed.members : closed.elements)
  }

  /** A value is whole: everything, an element, a member or what is read as a key. */
  #end(value: JsonValue): string | undefined {
    const open = this.#open.at(-1)
    this.#expected = 'separator'
    if (open === undefined) this.#outcome = { value }
    else if ('elements' in open) open.elements.push(value)
    else if (open.key === undefined) {
      if (typeof value !== 'string') return this.#grammar.key
      open.key = value
      this.#expected = 'colon'
    } else {
      if (open.members.has(open.key)) return 'duplicate key'
      open.members.set(open.key, value)
      open.key = undefined
    }
    return undefined
  }
}

/** Closed containers never change again, so they may be shared. */
function copy(open: Readonly<Open>): Open {
  return 'members' in open ? { members: new Map(open.members), key: open.key } : { elements: [...open.elements] }
}
