/**
 * The lexer of agent 2.11: bytes to tokens, so that a cut anywhere makes no difference.
 *
 * A byte that fits nowhere is a lexical error; it is eaten together with the token it broke, and the next byte is read
 * afresh. Numbers and keywords end at the first byte that can't continue them – if that is below 0x80, else they are
 * thrown away with it.
 */
import { completeNumber, growNumber, isNumberStart, type NumberState, startNumber } from './number-states.js'
import {
  BACKSLASH,
  breaksString,
  DOUBLE_QUOTE,
  decodeString,
  isEscapeLetter,
  isHexDigit,
  SINGLE_QUOTE,
  STRING_STOPS,
} from './strings.js'
import type { Punctuation, Token } from './tokens.js'

export interface TokenSink {
  /** `end`: so many bytes of the chunk were read by then. */
  token(token: Token, end: number): void
  lexicalError(end: number): void
}

type LexerState = 'start' | 'string' | 'escape' | 'hex' | 'number' | 'keyword' | 'interpolation'

export interface LexerSnapshot {
  readonly state: LexerState
  readonly token: Uint8Array
  readonly quote: number
  readonly hasEscapes: boolean
  readonly hexDigits: number
  readonly number: NumberState
}

/** A single token may grow to this many bytes. */
export const MAX_TOKEN_BYTES = 64 << 20

/** By byte. */
const PUNCTUATION: (Token | undefined)[] = Array(256).fill(undefined)
for (const sign of '{}[]:,') PUNCTUATION[sign.charCodeAt(0)] = { type: sign as Punctuation, size: 1 }

const INTERPOLATIONS = new Set(['d', 'i', 'p', 's', 'u', 'f', 'ld', 'lu', 'lld', 'llu', 'I64d', 'I64u'])
const INTERPOLATION_PREFIXES = new Set(['l', 'll', 'I', 'I6', 'I64'])
const PERCENT = 0x25

export class Lexer {
  readonly #sink: TokenSink
  #state: LexerState = 'start'
  /** Where the current token begins in the current chunk, and what came of it in earlier ones. */
  #tokenStart = 0
  #earlier: Buffer[] = []
  #earlierSize = 0
  #quote = 0
  #hasEscapes = false
  #hexDigits = 0
  #number: NumberState = 'zero'

  constructor(sink: TokenSink) {
    this.#sink = sink
  }

  feed(chunk: Buffer): void {
    this.#tokenStart = 0
    for (let at = 0; at < chunk.length; ) {
      at = this.#step(chunk, at)
      if (this.#state !== 'start' && this.#sizeAt(at) > MAX_TOKEN_BYTES)
        this.#emit({ type: 'oversized', size: this.#sizeAt(at) }, at)
    }
    if (this.#state !== 'start') this.#keepRest(chunk)
  }

  get isBetweenTokens(): boolean {
    return this.#state === 'start'
  }

  /** The half-read token, as plain data. Between two chunks only. */
  snapshot(): LexerSnapshot {
    return {
      state: this.#state,
      token: Buffer.concat(this.#earlier),
      quote: this.#quote,
      hasEscapes: this.#hasEscapes,
      hexDigits: this.#hexDigits,
      number: this.#number,
    }
  }

  restore(snapshot: LexerSnapshot): void {
    this.#state = snapshot.state
    this.#earlier = [Buffer.from(snapshot.token)]
    this.#earlierSize = snapshot.token.length
    this.#quote = snapshot.quote
    this.#hasEscapes = snapshot.hasEscapes
    this.#hexDigits = snapshot.hexDigits
    this.#number = snapshot.number
  }

  /** Looks at the byte at `at` and returns where to go on: the same place when a token ended just before it. */
  #step(chunk: Buffer, at: number): number {
    const byte = chunk[at] ?? 0
    switch (this.#state) {
      case 'start':
        this.#begin(byte, at)
        return at + 1
      case 'string':
        return this.#scanString(chunk, at)
      case 'escape':
        this.#hexDigits = 0
        if (byte === 0x75) this.#state = 'hex'
        else if (isEscapeLetter(byte)) this.#state = 'string'
        else this.#fail(at + 1)
        return at + 1
      case 'hex':
        if (!isHexDigit(byte)) this.#fail(at + 1)
        else if (++this.#hexDigits === 4) this.#state = 'string'
        return at + 1
      case 'number':
        return this.#stepNumber(chunk, at, byte)
      case 'keyword':
        if (isLetter(byte)) return at + 1
        return this.#endBefore(chunk, at, byte, 'keyword')
      case 'interpolation':
        this.#stepInterpolation(chunk, at)
        return at + 1
    }
  }

  #begin(byte: number, at: number): void {
    this.#tokenStart = at
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return
    const punctuation = PUNCTUATION[byte]
    if (punctuation !== undefined) this.#sink.token(punctuation, at + 1)
    else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
      this.#state = 'string'
      this.#quote = byte
      this.#hasEscapes = false
    } else if (isNumberStart(byte)) {
      this.#state = 'number'
      this.#number = startNumber(byte)
    } else if (isLetter(byte)) this.#state = 'keyword'
    else if (byte === PERCENT) this.#state = 'interpolation'
    else this.#fail(at + 1)
  }

  #scanString(chunk: Buffer, from: number): number {
    // Bounded so that a token past the limit is noticed at exactly that byte.
    const end = Math.min(chunk.length, this.#tokenStart + MAX_TOKEN_BYTES + 1 - this.#earlierSize)
    let at = from
    let bits = 0
    for (; at < end && STRING_STOPS[chunk[at] as number] === 0; at++) bits |= chunk[at] as number
    if (at === end) return at
    const byte = chunk[at] ?? 0
    if (byte === this.#quote) {
      // Nearly every string is here from its first byte on and plain ASCII: cut out, without another look at its bytes.
      const isPlain = from === this.#tokenStart + 1 && this.#earlierSize === 0 && bits < 0x80
      this.#emit(isPlain ? plainString(chunk, from, at) : this.#string(chunk, at + 1), at + 1)
    } else if (byte === BACKSLASH) {
      this.#hasEscapes = true
      this.#state = 'escape'
    } else if (breaksString(byte)) this.#fail(at + 1)
    return at + 1
  }

  #string(chunk: Buffer, end: number): Token {
    const raw = this.#raw(chunk, end)
    return { type: 'string', size: raw.length, text: decodeString(raw.subarray(1, -1), this.#hasEscapes) }
  }

  #stepNumber(chunk: Buffer, at: number, byte: number): number {
    const next = growNumber(this.#number, byte)
    if (next === 'end') return this.#endBefore(chunk, at, byte, completeNumber(this.#number) ?? 'integer')
    if (next === 'error') this.#fail(at + 1)
    else this.#number = next
    return at + 1
  }

  /** A number or keyword ended before `byte`: the byte is read afresh, unless it is one that takes the token with it. */
  #endBefore(chunk: Buffer, at: number, byte: number, type: 'integer' | 'float' | 'keyword'): number {
    if (byte >= 0x80) {
      this.#fail(at + 1)
      return at + 1
    }
    const text = this.#raw(chunk, at).toString('latin1')
    this.#emit({ type, size: text.length, text }, at + 1)
    return at
  }

  #stepInterpolation(chunk: Buffer, at: number): void {
    const directive = this.#raw(chunk, at + 1).toString('latin1', 1)
    if (INTERPOLATIONS.has(directive)) this.#emit({ type: 'interpolation', size: directive.length + 1 }, at + 1)
    else if (!INTERPOLATION_PREFIXES.has(directive)) this.#fail(at + 1)
  }

  #emit(token: Token, end: number): void {
    this.#reset()
    this.#sink.token(token, end)
  }

  #fail(end: number): void {
    this.#reset()
    this.#sink.lexicalError(end)
  }

  #reset(): void {
    this.#state = 'start'
    if (this.#earlierSize === 0) return
    this.#earlier = []
    this.#earlierSize = 0
  }

  #sizeAt(at: number): number {
    return this.#earlierSize + at - this.#tokenStart
  }

  #raw(chunk: Buffer, end: number): Buffer {
    const here = chunk.subarray(this.#tokenStart, end)
    return this.#earlier.length === 0 ? here : Buffer.concat([...this.#earlier, here])
  }

  #keepRest(chunk: Buffer): void {
    // A copy: the chunk may be a window of a buffer that the socket uses again.
    const rest = Buffer.from(chunk.subarray(this.#tokenStart))
    this.#earlier.push(rest)
    this.#earlierSize += rest.length
  }
}

/** The token of what stands between the quotes. */
function plainString(chunk: Buffer, start: number, end: number): Token {
  return { type: 'string', size: end - start + 2, text: chunk.toString('latin1', start, end) }
}

function isLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a
}
