/**
 * The lexer of agent 2.11. A byte that fits nowhere is a lexical error; it is eaten together with the token it broke, and
 * the next byte is read afresh. A byte from 0x80 on takes the number or keyword before it along.
 */
import { escapeMeaning, hexDigit, LETTER_U } from '../escapes.js'
import { Lexer, type LexerState } from '../lexer.js'
import type { Token } from '../tokens.js'
import { decodeString, STRING_STOPS } from './strings.js'

const INTERPOLATIONS = new Set(['d', 'i', 'p', 's', 'u', 'f', 'ld', 'lu', 'lld', 'llu', 'I64d', 'I64u'])
const INTERPOLATION_PREFIXES = new Set(['l', 'll', 'I', 'I6', 'I64'])
const PERCENT = 0x25

/** By the digits of a `\u` that have been read. */
const AFTER_HEX_DIGIT: Partial<Record<LexerState, LexerState>> = { u: 'u0', u0: 'u00', u00: 'u000', u000: 'string' }

export class LenientLexer extends Lexer {
  protected readonly stringStops = STRING_STOPS
  protected readonly stateAfterError = 'start'

  protected stringToken(raw: Buffer): Token {
    return { type: 'string', size: raw.length, text: decodeString(raw.subarray(1, -1)) }
  }

  protected endsToken(byte: number): boolean {
    return byte < 0x80
  }

  protected beginOther(byte: number, at: number): void {
    if (byte === PERCENT) this.state = 'interpolation'
    else this.fail(at + 1)
  }

  protected stepOther(chunk: Buffer, at: number): number {
    const byte = chunk[at] as number
    if (this.state === 'interpolation') this.#growInterpolation(at + 1)
    else if (this.state === 'escape') {
      if (byte === LETTER_U) this.state = 'u'
      else if (escapeMeaning(byte) !== undefined) this.state = 'string'
      else this.fail(at + 1)
    } else if (hexDigit(byte) !== undefined) this.state = AFTER_HEX_DIGIT[this.state] ?? 'string'
    else this.fail(at + 1)
    return at + 1
  }

  #growInterpolation(end: number): void {
    const directive = this.bytes.until(end).toString('latin1', 1)
    if (INTERPOLATIONS.has(directive)) this.emit({ type: 'interpolation', size: directive.length + 1 }, end)
    else if (!INTERPOLATION_PREFIXES.has(directive)) this.fail(end)
  }
}
