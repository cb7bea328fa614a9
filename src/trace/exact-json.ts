/**
 * Standard JSON that keeps apart what JsonValue keeps apart: integers of any size are bigint, a double has a point or an
 * exponent, an object is a Map in its own order, every UTF-16 unit survives.
 *
 * json/parse.ts is no substitute: it reads what qemu-ga reads, which drops \u0000 and lone surrogates.
 */
import { isJsonObject, type JsonValue } from '../json/value.js'

export function encodeExact(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return encodeDouble(value)
  if (isJsonObject(value)) {
    return `{${[...value].map(([key, member]) => `${JSON.stringify(key)}:${encodeExact(member)}`).join(',')}}`
  }
  if (isArray(value)) return `[${value.map(encodeExact).join(',')}]`
  return JSON.stringify(value)
}

/** @throws SyntaxError with the offset of what is wrong */
export function decodeExact(text: string): JsonValue {
  const reader = new Reader(text)
  const value = reader.value()
  reader.end()
  return value
}

// Array.isArray does not narrow readonly arrays.
const isArray: (value: JsonValue) => value is readonly JsonValue[] = Array.isArray as never

/** The shortest text that reads back as the same double; JSON has no infinity, but a number too large reads as one. */
function encodeDouble(value: number): string {
  if (!Number.isFinite(value)) return value < 0 ? '-1e999' : '1e999'
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

const QUOTE_OR_BACKSLASH = /["\\]/g
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const BLANK = /[ \t\n\r]*/y

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): JsonValue {
    this.#match(BLANK)
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object()
      case '[':
        return this.#array()
      case '"':
        return this.#string()
    }
    const word = this.#match(WORD)
    if (word) return JSON.parse(word[0]) as boolean | null
    const number = this.#match(NUMBER)
    if (!number) throw this.#wrong('a value')
    return number[1] === undefined && number[2] === undefined ? BigInt(number[0]) : Number(number[0])
  }

  end(): void {
    this.#match(BLANK)
    if (this.#at < this.#text.length) throw this.#wrong('nothing more')
  }

  #object(): JsonValue {
    const members = new Map<string, JsonValue>()
    this.#at++
    if (this.#skip('}')) return members
    do {
      this.#match(BLANK)
      const key = this.#string()
      if (!this.#skip(':')) throw this.#wrong("':'")
      members.set(key, this.value())
    } while (this.#skip(','))
    if (!this.#skip('}')) throw this.#wrong("',' or '}'")
    return members
  }

  #array(): JsonValue {
    const elements: JsonValue[] = []
    this.#at++
    if (this.#skip(']')) return elements
    do elements.push(this.value())
    while (this.#skip(','))
    if (!this.#skip(']')) throw this.#wrong("',' or ']'")
    return elements
  }

  #string(): string {
    const end = this.#text[this.#at] === '"' ? this.#closingQuote() : undefined
    if (end === undefined) throw this.#wrong('a string')
    const string = this.#text.slice(this.#at, end + 1)
    this.#at = end + 1
    return JSON.parse(string) as string
  }

  /** Step by step: one pattern for the whole string keeps a way back for each escape, and there may be millions. */
  #closingQuote(): number | undefined {
    QUOTE_OR_BACKSLASH.lastIndex = this.#at + 1
    for (let stop = QUOTE_OR_BACKSLASH.exec(this.#text); stop; stop = QUOTE_OR_BACKSLASH.exec(this.#text)) {
      if (stop[0] === '"') return stop.index
      QUOTE_OR_BACKSLASH.lastIndex = stop.index + 2
    }
    return undefined
  }

  #skip(character: string): boolean {
    this.#match(BLANK)
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match
  }

  #wrong(expected: string): SyntaxError {
    const got = this.#at < this.#text.length ? JSON.stringify(this.#text.slice(this.#at, this.#at + 10)) : 'the end'
    return new SyntaxError(`character ${this.#at + 1}: expected ${expected}, got ${got}`)
  }
}
