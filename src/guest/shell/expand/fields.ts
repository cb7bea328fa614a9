/** Field splitting: from the pieces of a word to fields. */
import { checkCount, checkLength, type Piece, patternText } from './pieces.js'

export interface Field {
  readonly text: string
  /** For pathname expansion; what was quoted is escaped. Undefined: nothing in it could make a pattern. */
  readonly pattern: string | undefined
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
  readonly #separators: RegExp
  readonly #isApart: boolean
  readonly #fields: Field[] = []
  #text = ''
  #pieces: Piece[] = []
  #isThere = false
  /** A field has just ended at a blank: another separator behind it still belongs to that one. */
  #isBehindBlank = false

  constructor(ifs: string, isApart: boolean) {
    this.#ifs = ifs
    this.#separators = new RegExp(`[${ifs.replace(/[\\\]^-]/g, '\\$&')}]`, 'g')
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
    for (const { 0: letter, index: at } of piece.text.matchAll(this.#separators)) {
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
    checkLength(this.#text.length + text.length)
    this.#text += text
    this.#pieces.push(text === piece.text ? piece : { ...piece, text })
    this.#isThere = true
    this.#isBehindBlank = false
  }

  #end(): void {
    if (this.#isThere) {
      this.#fields.push({ text: this.#text, pattern: patternFor(this.#pieces) })
      checkCount(this.#fields.length)
    }
    this.#text = ''
    this.#pieces = []
    this.#isThere = false
    this.#isBehindBlank = false
  }
}

/** Texts may be long: only those are looked through that what is unquoted is in. */
function patternFor(pieces: readonly Piece[]): string | undefined {
  if (!pieces.some(({ globs, text }) => globs && /[*?[(]/.test(text))) return undefined
  return pieces.map(patternText).join('')
}
