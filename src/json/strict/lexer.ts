/**
 * The lexer of agents from 5.2 on. After a lexical error it skips what probably belongs to the same mess: all up to a
 * structural sign, a control character other than TAB, or a byte that no UTF-8 has.
 */
import { Lexer } from '../lexer.js'
import type { Token } from '../tokens.js'
import { breaksString, decodeString, STRING_STOPS } from './strings.js'

/** 1 for the bytes that end the skipping. */
const SKIP_STOPS = new Uint8Array(256)
SKIP_STOPS.fill(1, 0, 0x20)
SKIP_STOPS[0x09] = 0
for (const sign of Buffer.from('{}[]:,\xfe\xff', 'latin1')) SKIP_STOPS[sign] = 1

export class StrictLexer extends Lexer {
  protected readonly stringStops = STRING_STOPS
  protected readonly stateAfterError = 'skip'

  protected stringToken(raw: Buffer): Token {
    const decoded = decodeString(raw)
    return 'text' in decoded
      ? { type: 'string', size: raw.length, text: decoded.text }
      : { type: 'bad string', size: raw.length, fault: decoded.fault }
  }

  protected endsToken(): boolean {
    return true
  }

  protected beginOther(_byte: number, at: number): void {
    this.fail(at + 1)
  }

  protected stepOther(chunk: Buffer, from: number): number {
    if (this.state === 'skip') return this.#skip(chunk, from)
    // A backslash takes the next byte along; what the two mean is judged when the string is whole.
    if (breaksString(chunk[from] as number)) this.fail(from + 1)
    else this.state = 'string'
    return from + 1
  }

  #skip(chunk: Buffer, from: number): number {
    let at = from
    while (at < chunk.length && SKIP_STOPS[chunk[at] as number] === 0) at++
    if (at < chunk.length) this.rest(at + 1)
    return at
  }
}
