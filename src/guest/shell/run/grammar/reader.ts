/** The tokens of a script, as bash or the heirs of the Almquist shell cut them. */
import { type HereDocument, skipHereDocument } from './here-documents.js'
import { Words } from './words.js'

export interface Token {
  readonly kind: 'word' | 'operator' | 'redirection' | 'newline' | 'end'
  readonly text: string
  readonly start: number
  readonly end: number
}

const OF_BASH = {
  operators: [';;&', ';;', ';&', ';', '&&', '&', '||', '|&', '|', '(', ')'],
  redirections: /^(?:\d+|\{[A-Za-z_]\w*\})?(?:<<<|<<-|<<|<>|<&|<(?!\()|>>|>&|>\||>(?!\()|&>>|&>)/,
}
const OF_DASH = {
  operators: [';;', ';', '&&', '&', '||', '|', '(', ')'],
  redirections: /^\d*(?:<<-|<<|<>|<&|<|>>|>&|>\||>)/,
}

export abstract class Reader extends Words {
  /** Bodies that begin behind the next line feed. */
  readonly #awaited: HereDocument[] = []
  /** Bodies that the end of the text has ended. */
  readonly unended: HereDocument[] = []

  read(): Token {
    this.#skipBlanks()
    const start = this.at
    const token = (kind: Token['kind']): Token => ({ kind, text: this.text.slice(start, this.at), start, end: this.at })
    if (start >= this.text.length) {
      this.#skipHereDocuments()
      return { kind: 'end', text: '', start, end: start }
    }
    if (this.text.charAt(start) === '\n') {
      this.at++
      const newline = token('newline')
      this.#skipHereDocuments()
      return newline
    }
    const { operators, redirections } = this.isBash ? OF_BASH : OF_DASH
    const rest = this.text.slice(start, start + 80)
    const redirection = redirections.exec(rest)?.[0]
    if (redirection !== undefined) {
      this.at += redirection.length
      return token('redirection')
    }
    const operator = operators.find(it => rest.startsWith(it))
    if (operator === undefined) {
      this.skipWord()
      return token('word')
    }
    this.at += operator.length
    // For dash a job and a redirection.
    if (!this.isBash && operator === '&' && rest.startsWith('&>')) this.edit(this.at, this.at, ' ')
    return token('operator')
  }

  awaitHereDocument(operator: string, word: Token): void {
    this.#awaited.push({
      delimiter: word.text.replace(/\\([\s\S])|['"]/g, '$1'),
      stripsTabs: operator.endsWith('-'),
      line: this.lineOf(word.start),
    })
  }

  #skipHereDocuments(): void {
    for (const it of this.#awaited.splice(0)) {
      const { end, isEnded } = skipHereDocument(this.text, this.at, it)
      this.at = end
      if (!isEnded) this.unended.push(it)
    }
  }

  #skipBlanks(): void {
    const blank = /(?:[ \t]|\\\n)*(?:#[^\n]*)?/y
    blank.lastIndex = this.at
    blank.exec(this.text)
    this.at = blank.lastIndex
  }
}

/** It is what it says: no redirection, no line feed. */
export function isLiteral({ kind }: Token): boolean {
  return kind === 'word' || kind === 'operator'
}
