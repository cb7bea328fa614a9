/** Patterns of sh(1), read: what stands for one character, for any text, or for one of several patterns. */

export type PatternNode =
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly has: (character: string) => boolean }
  | { readonly kind: 'group'; readonly operator: string; readonly alternatives: readonly (readonly PatternNode[])[] }

export interface PatternOptions {
  /** ?( ) *( ) +( ) @( ) !( ) */
  readonly extglob?: boolean
  readonly nocase?: boolean
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /^[\p{L}\p{N}]$/u,
  alpha: /^\p{L}$/u,
  ascii: /^[\0-\x7f]$/,
  blank: /^[ \t]$/,
  cntrl: /^[\0-\x1f\x7f]$/,
  digit: /^[0-9]$/,
  graph: /^[^\s\0-\x1f\x7f]$/u,
  lower: /^\p{Ll}$/u,
  print: /^[^\0-\x1f\x7f]$/u,
  punct: /^[!-/:-@[-`{-~]$/,
  space: /^[ \t\n\v\f\r]$/,
  upper: /^\p{Lu}$/u,
  word: /^[\p{L}\p{N}_]$/u,
  xdigit: /^[0-9A-Fa-f]$/,
}

export function readPattern(pattern: string, options: PatternOptions): PatternNode[] {
  return new Reader(pattern, options).sequence(false)
}

class Reader {
  readonly #text: string
  readonly #options: PatternOptions
  #at = 0

  constructor(text: string, options: PatternOptions) {
    this.#text = text
    this.#options = options
  }

  /** `isNested`: up to a | or ). */
  sequence(isNested: boolean): PatternNode[] {
    const nodes: PatternNode[] = []
    while (this.#at < this.#text.length) {
      const letter = this.#text.charAt(this.#at)
      if (isNested && (letter === '|' || letter === ')')) break
      const node = this.#node(letter)
      // Two in a row are no more than one.
      if (node.kind !== 'star' || nodes.at(-1)?.kind !== 'star') nodes.push(node)
    }
    return nodes
  }

  #node(letter: string): PatternNode {
    if (this.#options.extglob && '?*+@!'.includes(letter) && this.#text.charAt(this.#at + 1) === '(') {
      const group = this.#group(letter)
      if (group !== undefined) return group
    }
    if (letter === '*' || letter === '?') {
      this.#at += 1
      return { kind: letter === '*' ? 'star' : 'any' }
    }
    if (letter === '[') {
      const set = readSet(this.#text, this.#at, this.#options.nocase ?? false)
      if (set !== undefined) {
        this.#at = set.end
        return { kind: 'set', has: set.has }
      }
    }
    if (letter === '\\' && this.#at + 1 < this.#text.length) this.#at += 1
    const text = characterAt(this.#text, this.#at)
    this.#at += text.length
    return { kind: 'character', text: this.#options.nocase ? text.toLowerCase() : text }
  }

  /** Undefined when it isn't closed: then its letters stand for themselves. */
  #group(operator: string): PatternNode | undefined {
    const start = this.#at
    this.#at += 2
    const alternatives: PatternNode[][] = []
    for (;;) {
      alternatives.push(this.sequence(true))
      const end = this.#text.charAt(this.#at)
      this.#at += 1
      if (end === ')') return { kind: 'group', operator, alternatives }
      if (end === '') {
        this.#at = start
        return undefined
      }
    }
  }
}

/** With the second half of one beyond the basic plane. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

interface CharacterSet {
  readonly end: number
  readonly has: (character: string) => boolean
}

/** A bracket expression that begins there; undefined when it isn't closed. */
export function readSet(text: string, start: number, nocase: boolean): CharacterSet | undefined {
  let at = start + 1
  const isNegated = text.charAt(at) === '!' || text.charAt(at) === '^'
  if (isNegated) at += 1
  const tests: ((character: string) => boolean)[] = []
  for (let isFirst = true; ; isFirst = false) {
    const letter = text.charAt(at)
    if (letter === '') return undefined
    if (letter === ']' && !isFirst) break
    const [, name] = /^\[:([a-z]+):\]/.exec(text.slice(at, at + 12)) ?? []
    const named = name === undefined ? undefined : CLASSES[name]
    if (name !== undefined) {
      if (named !== undefined) tests.push(character => named.test(character))
      at += name.length + 4
      continue
    }
    const low = element(text, at)
    at = low.end
    const isRange = text.charAt(at) === '-' && text.charAt(at + 1) !== ']' && at + 1 < text.length
    const high = isRange ? element(text, at + 1) : low
    at = high.end
    const [from, to] = [low.text.codePointAt(0) ?? 0, high.text.codePointAt(0) ?? 0]
    tests.push(character => {
      const code = character.codePointAt(0) ?? -1
      return code >= from && code <= to
    })
  }
  const hasOne = (character: string) => tests.some(test => test(character))
  const has = nocase
    ? (character: string) => hasOne(character.toLowerCase()) || hasOne(character.toUpperCase())
    : hasOne
  return { end: at + 1, has: character => has(character) !== isNegated }
}

/** A character of a set, or [.x.] or [=x=]. */
function element(text: string, at: number): { text: string; end: number } {
  const [whole, , named] = /^\[([.=])(.)\1\]/su.exec(text.slice(at, at + 6)) ?? []
  if (whole !== undefined && named !== undefined) return { text: named, end: at + whole.length }
  const from = text.charAt(at) === '\\' && at + 1 < text.length ? at + 1 : at
  const character = characterAt(text, from)
  return { text: character, end: from + character.length }
}
