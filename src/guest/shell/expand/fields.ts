/** Field splitting: from the pieces of a word to fields. */
import { checkCount, type Piece, patternText } from './pieces.js'

export interface Field {
  readonly text: string
  /** For pathname expansion; what was quoted is escaped. */
  readonly pattern: string
}

const BLANKS = ' \t\n'

/** `ifs` undefined: unset. `isApart`: a separator never reaches from one expansion into the next, as in dash. */
export function splitFields(pieces: readonly Piece[], ifs: string | undefined, isApart = false): Field[] {
  const splitter = new Splitter(ifs ?? BLANKS, isApart)
  for (const piece of pieces) splitter.add(piece)
  return splitter.finish()
}

class Splitter {
  readonly #ifs: string
  readonly #isApart: boolean
  readonly #fields: Field[] = []
  #text = ''
  #pattern = ''
  #isThere = false
  /** A field has just ended at a blank: another separator behind it still belongs to that one. */
  #isBehindBlank = false

  constructor(ifs: string, isApart: boolean) {
    this.#ifs = ifs
    this.#isApart = isApart
  }

  add(piece: Piece): void {
    if (piece.isBreak) {
      this.#end()
      return
    }
    if (piece.splits && this.#ifs !== '') {
      this.#split(piece)
      return
    }
    if (piece.text !== '' || piece.isQuoted) this.#append(piece, piece.text)
  }

  finish(): Field[] {
    this.#end()
    return this.#fields
  }

  #split(piece: Piece): void {
    if (this.#isApart) this.#isBehindBlank = false
    let from = 0
    for (let at = 0; at < piece.text.length; at++) {
      const letter = piece.text.charAt(at)
      if (!this.#ifs.includes(letter)) continue
      if (at > from) this.#append(piece, piece.text.slice(from, at))
      from = at + 1
      if (BLANKS.includes(letter)) {
        const isBehind = this.#isThere || this.#isBehindBlank
        this.#end()
        this.#isBehindBlank = isBehind
      } else {
        if (!this.#isBehindBlank) this.#isThere = true
        this.#end()
      }
    }
    if (from < piece.text.length) this.#append(piece, piece.text.slice(from))
  }

  #append(piece: Piece, text: string): void {
    this.#text += text
    this.#pattern += patternText(text === piece.text ? piece : { ...piece, text })
    this.#isThere = true
    this.#isBehindBlank = false
  }

  #end(): void {
    if (this.#isThere) {
      this.#fields.push({ text: this.#text, pattern: this.#pattern })
      checkCount(this.#fields.length)
    }
    this.#text = ''
    this.#pattern = ''
    this.#isThere = false
    this.#isBehindBlank = false
  }
}
