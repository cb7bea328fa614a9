/**
 * Matching of patterns. All places where a match may end are followed at once, so that no pattern takes more than
 * quadratic time.
 */
import { type PatternNode, type PatternOptions, readPattern } from './pattern-nodes.js'

export type { PatternOptions } from './pattern-nodes.js'

/** What of a text a pattern matches: where it begins and ends, in UTF-16 units. */
export interface Match {
  readonly start: number
  readonly end: number
}

type Sequence = readonly PatternNode[]

const MOST_KNOWN = 512
const known = new Map<string, Pattern>()

export function compilePattern(pattern: string, options: PatternOptions = {}): Pattern {
  const key = `${options.extglob ? 'x' : ''}${options.nocase ? 'i' : ''}:${pattern}`
  const before = known.get(key)
  if (before !== undefined) return before
  const compiled = new Pattern(readPattern(pattern, options), options.nocase ?? false)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, compiled)
  return compiled
}

/** Whether the whole text is what the pattern says. */
export function matchPattern(pattern: string, text: string, options: PatternOptions = {}): boolean {
  return compilePattern(pattern, options).matches(text)
}

/** Text as a pattern that matches nothing else. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]!^(|)@+-]/g, '\\$&')
}

export class Pattern {
  readonly #nodes: Sequence
  readonly #nocase: boolean

  constructor(nodes: Sequence, nocase: boolean) {
    this.#nodes = nodes
    this.#nocase = nocase
  }

  /** The text that it is, when it matches nothing but that. */
  get literal(): string | undefined {
    if (this.#nocase) return undefined
    const texts = this.#nodes.map(node => (node.kind === 'character' ? node.text : undefined))
    return texts.includes(undefined) ? undefined : texts.join('')
  }

  matches(text: string): boolean {
    const { literal } = this
    if (literal !== undefined) return literal === text
    return this.#ends(this.#nodes, text, [0], 1).includes(text.length)
  }

  /** The shortest or longest match that begins there: where it ends. */
  endFrom(text: string, start: number, isLongest: boolean): number | undefined {
    const ends = this.#ends(this.#nodes, text, [start], 1)
    return isLongest ? ends.at(-1) : ends[0]
  }

  /** The shortest or longest match that reaches to the end: where it begins. */
  startOfEnd(text: string, isLongest: boolean): number | undefined {
    const starts = this.#ends(this.#nodes, text, [text.length], -1)
    return isLongest ? starts[0] : starts.at(-1)
  }

  /** Finds the leftmost match of the text from a place on, as long as can be. */
  finder(text: string): (from: number) => Match | undefined {
    const { literal } = this
    if (literal !== undefined) {
      return from => {
        const start = text.indexOf(literal, from)
        return start === -1 ? undefined : { start, end: start + literal.length }
      }
    }
    // Back from all ends at once: to try each beginning by itself would take the square of the time.
    const starts = this.#ends(this.#nodes, text, rest(text, 0, 1), -1)
    let next = 0
    return from => {
      while ((starts[next] ?? text.length) < from) next++
      const start = starts[next]
      const end = start === undefined ? undefined : this.endFrom(text, start, true)
      return start === undefined || end === undefined || start < from ? undefined : { start, end }
    }
  }

  /** Where the sequence may end when it begins at one of those, ascending; backwards with `direction` -1. */
  #ends(nodes: Sequence, text: string, from: readonly number[], direction: 1 | -1): readonly number[] {
    let places = from
    for (let index = 0; index < nodes.length && places.length > 0; index++) {
      const node = nodes[direction === 1 ? index : nodes.length - 1 - index]
      if (node !== undefined) places = this.#step(node, text, places, direction)
    }
    return places
  }

  #step(node: PatternNode, text: string, places: readonly number[], direction: 1 | -1): readonly number[] {
    if (node.kind === 'star') return rest(text, direction === 1 ? (places[0] ?? 0) : (places.at(-1) ?? 0), direction)
    if (node.kind === 'group') return this.#group(node, text, places, direction)
    const next: number[] = []
    for (const place of places) {
      const size = width(text, place, direction)
      if (size === 0) continue
      const start = direction === 1 ? place : place - size
      if (this.#isOne(node, text.slice(start, start + size))) next.push(place + direction * size)
    }
    return next
  }

  #isOne(node: PatternNode, character: string): boolean {
    if (node.kind === 'any') return true
    if (node.kind === 'set') return node.has(character)
    return node.kind === 'character' && node.text === (this.#nocase ? character.toLowerCase() : character)
  }

  #group(
    { operator, alternatives }: Extract<PatternNode, { kind: 'group' }>,
    text: string,
    places: readonly number[],
    direction: 1 | -1,
  ): readonly number[] {
    const once = (from: readonly number[]) =>
      sorted(alternatives.flatMap(nodes => [...this.#ends(nodes, text, from, direction)]))
    if (operator === '@') return once(places)
    if (operator === '?') return sorted([...places, ...once(places)])
    if (operator === '!') {
      return sorted(
        places.flatMap(place => {
          const excluded = new Set(once([place]))
          return rest(text, place, direction).filter(end => !excluded.has(end))
        }),
      )
    }
    const reached = new Set(operator === '*' ? places : [])
    for (let fresh = once(places); fresh.length > 0; ) {
      const added = fresh.filter(place => !reached.has(place))
      for (const place of added) reached.add(place)
      fresh = added.length === 0 ? [] : once(added)
    }
    return sorted([...reached])
  }
}

/** All places from there to the end of the text, or to its beginning; ascending. */
function rest(text: string, from: number, direction: 1 | -1): number[] {
  const places = [from]
  for (let at = from, size = width(text, at, direction); size > 0; size = width(text, at, direction)) {
    at += direction * size
    places.push(at)
  }
  return direction === 1 ? places : places.reverse()
}

/** Units of the character behind a place, or before it; 0 at the end. */
function width(text: string, at: number, direction: 1 | -1): number {
  if (direction === 1 ? at >= text.length : at <= 0) return 0
  const first = direction === 1 ? at : at - 2
  return (text.codePointAt(first) ?? 0) > 0xffff && first >= 0 ? 2 : 1
}

function sorted(places: readonly number[]): number[] {
  return [...new Set(places)].sort((a, b) => a - b)
}
