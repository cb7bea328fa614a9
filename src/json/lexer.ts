/**
 * What the lexers of all agents have in common: bytes to tokens, so that a cut anywhere makes no difference. Structural
 * signs, numbers, keywords and white space are the same for all; escapes and what follows a bad byte are the dialect's.
 *
 * A number or keyword ends at the first byte that can't continue it, and that byte is read afresh.
 */
import { completeNumber, growNumber, isNumberStart, type NumberState, startNumber } from './number-states.js'
import { TokenBytes } from './token-bytes.js'
import type { Punctuation, Token } from './tokens.js'

export interface TokenSink {
  /** `end`: so many bytes of the chunk were read by then. */
  token(token: Token, end: number): void
  /** `broken`: the token, which is broken by the byte just before `end`. */
  lexicalError(broken: TokenBytes, end: number): void
}

/** 'skip': no token, but what is passed over after an error. From 'escape' on they are the dialect's own. */
export type LexerState =
  | 'start'
  | 'string'
  | 'number'
  | 'keyword'
  | 'skip'
  | 'escape'
  | 'u'
  | 'u0'
  | 'u00'
  | 'u000'
  | 'interpolation'

export interface LexerSnapshot {
  readonly state: LexerState
  readonly token: Uint8Array
  readonly quote: number
  readonly number: NumberState
}

export const DOUBLE_QUOTE = 0x22
export const SINGLE_QUOTE = 0x27
export const BACKSLASH = 0x5c

/** A single token may grow to this many bytes. */
export const MAX_TOKEN_BYTES = 64 << 20

/** By byte. */
const PUNCTUATION: (Token | undefined)[] = Array(256).fill(undefined)
for (const sign of '{}[]:,') PUNCTUATION[sign.charCodeAt(0)] = { type: sign as Punctuation, size: 1 }

export abstract class Lexer {
  /** 1 for the bytes at which scanning a string stops to look: quotes, the backslash, and those that break it. */
  protected abstract readonly stringStops: Uint8Array
  /** Whether something is passed over before the next token. */
  protected abstract readonly stateAfterError: 'start' | 'skip'
  protected state: LexerState = 'start'
  protected readonly bytes = new TokenBytes()
  readonly #sink: TokenSink
  #quote = 0
  #number: NumberState = 'zero'
  #restedAt = 0

  constructor(sink: TokenSink) {
    this.#sink = sink
  }

  feed(chunk: Buffer): void {
    this.bytes.continueIn(chunk)
    this.#restedAt = 0
    const mayOversize = this.bytes.sizeAt(chunk.length) > MAX_TOKEN_BYTES
    for (let at = 0; at < chunk.length; ) {
      at = this.#step(chunk, at)
      if (mayOversize && this.#isInToken && this.bytes.sizeAt(at) > MAX_TOKEN_BYTES) {
        this.emit({ type: 'oversized', size: this.bytes.sizeAt(at) }, at)
      }
    }
    this.bytes.leaveChunk(this.#isInToken)
  }

  get isBetweenTokens(): boolean {
    return this.state === 'start'
  }

  /**
   * So many bytes of the chunk had been read when the lexer last came to rest: at the end of a token, of white space, of
   * what is skipped – where that shows in the byte behind it, with that byte. 0 if that was in an earlier chunk.
   */
  get restedAt(): number {
    return this.#restedAt
  }

  /** The half-read token, as plain data. Between two chunks only. */
  snapshot(): LexerSnapshot {
    return {
      state: this.state,
      token: Uint8Array.from(this.bytes.earlier),
      quote: this.#quote,
      number: this.#number,
    }
  }

  restore({ state, token, quote, number }: LexerSnapshot): void {
    this.state = state
    this.bytes.restore(token)
    this.#quote = quote
    this.#number = number
  }

  /** `raw` has its quotes. */
  protected abstract stringToken(raw: Buffer): Token

  /** Whether a number or keyword may end before the byte, which breaks it otherwise. */
  protected abstract endsToken(byte: number): boolean

  /** A byte that begins none of the common tokens. */
  protected abstract beginOther(byte: number, at: number): void

  /** Looks at the byte at `at` in a state of the dialect's own. Returns where to go on: `at` to read it afresh. */
  protected abstract stepOther(chunk: Buffer, at: number): number

  protected emit(token: Token, end: number): void {
    this.state = 'start'
    this.bytes.clear()
    this.#sink.token(token, end)
    this.#restedAt = end
  }

  protected fail(end: number): void {
    this.state = this.stateAfterError
    this.#sink.lexicalError(this.bytes, end)
    this.bytes.clear()
  }

  protected rest(end: number): void {
    this.state = 'start'
    this.#restedAt = end
  }

  get #isInToken(): boolean {
    return this.state !== 'start' && this.state !== 'skip'
  }

  #step(chunk: Buffer, at: number): number {
    const byte = chunk[at] as number
    switch (this.state) {
      case 'start':
        this.#begin(byte, at)
        return at + 1
      case 'string':
        return this.#scanString(chunk, at)
      case 'number':
        return this.#stepNumber(at, byte)
      case 'keyword':
        return isLetter(byte) ? at + 1 : this.#endBefore(at, byte, 'keyword')
      default:
        return this.stepOther(chunk, at)
    }
  }

  #begin(byte: number, at: number): void {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      this.#restedAt = at + 1
      return
    }
    this.bytes.startAt(at)
    const punctuation = PUNCTUATION[byte]
    if (punctuation !== undefined) this.emit(punctuation, at + 1)
    else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
      this.state = 'string'
      this.#quote = byte
    } else if (isNumberStart(byte)) {
      this.state = 'number'
      this.#number = startNumber(byte)
    } else if (isLetter(byte)) this.state = 'keyword'
    else this.beginOther(byte, at)
  }

  #scanString(chunk: Buffer, from: number): number {
    const stops = this.stringStops
    // Bounded so that a token past the limit is noticed at exactly that byte.
    const end = Math.min(chunk.length, this.bytes.placeOf(MAX_TOKEN_BYTES + 1))
    let at = from
    let bits = 0
    for (; at < end && stops[chunk[at] as number] === 0; at++) bits |= chunk[at] as number
    if (at === end) return at
    const byte = chunk[at] as number
    if (byte === this.#quote) {
      // Nearly every string is here from its first byte on and plain ASCII: cut out, without another look at its bytes.
      const isPlain = bits < 0x80 && this.bytes.isAllFrom(from - 1)
      this.emit(isPlain ? plainString(chunk, from, at) : this.stringToken(this.bytes.until(at + 1)), at + 1)
    } else if (byte === BACKSLASH) this.state = 'escape'
    else if (byte !== DOUBLE_QUOTE && byte !== SINGLE_QUOTE) this.fail(at + 1)
    return at + 1
  }

  #stepNumber(at: number, byte: number): number {
    const next = growNumber(this.#number, byte)
    if (next === 'end') return this.#endBefore(at, byte, completeNumber(this.#number) ?? 'integer')
    if (next === 'error') this.fail(at + 1)
    else this.#number = next
    return at + 1
  }

  #endBefore(at: number, byte: number, type: 'integer' | 'float' | 'keyword'): number {
    if (!this.endsToken(byte)) {
      this.fail(at + 1)
      return at + 1
    }
    const text = this.bytes.until(at).toString('latin1')
    this.emit({ type, size: text.length, text }, at + 1)
    return at
  }
}

/** The token of what stands between the quotes. */
function plainString(chunk: Buffer, start: number, end: number): Token {
  return { type: 'string', size: end - start + 2, text: chunk.toString('latin1', start, end) }
}

function isLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a
}
