/** What operations do to one text: removal, replacement, letters. */
import type { Pattern } from '../pattern.js'
import { checkLength, type Piece } from './pieces.js'

export function removeMatch(text: string, pattern: Pattern, side: 'prefix' | 'suffix', isLongest: boolean): string {
  if (side === 'prefix') return text.slice(pattern.endFrom(text, 0, isLongest) ?? 0)
  return text.slice(0, pattern.startOfEnd(text, isLongest) ?? text.length)
}

/** What replaces a match; undefined stands for the match itself. */
export type Replacement = readonly (string | undefined)[]

/** An & that isn't quoted is the match (bash 5.2, patsub_replacement). */
export function replacementOf(pieces: readonly Piece[], hasMatches: boolean): Replacement {
  return pieces.flatMap((piece): Replacement => {
    if (piece.isQuoted || !hasMatches) return [piece.text]
    const parts = piece.text.match(/\\[\\&]|&|[^&\\]+|\\/g) ?? []
    return parts.map(part => (part === '&' ? undefined : /^\\[\\&]$/.test(part) ? part.slice(1) : part))
  })
}

export function replaceMatches(
  text: string,
  pattern: Pattern,
  replacement: Replacement,
  { all, anchor }: { readonly all: boolean; readonly anchor: 'start' | 'end' | null },
): string {
  const put = (match: string) => replacement.map(part => part ?? match).join('')
  if (anchor === 'start') {
    const end = pattern.endFrom(text, 0, true)
    return end === undefined ? text : put(text.slice(0, end)) + text.slice(end)
  }
  if (anchor === 'end') {
    const start = pattern.startOfEnd(text, true)
    return start === undefined ? text : text.slice(0, start) + put(text.slice(start))
  }
  const { literal } = pattern
  if (all && literal !== undefined && literal !== '') return replaceLiteral(text, literal, put(literal))
  const parts: string[] = []
  let length = 0
  let from = 0
  const find = pattern.finder(text)
  while (from < text.length) {
    const match = find(from)
    if (match === undefined || match.start >= text.length) break
    const replaced = match.end > match.start ? put(text.slice(match.start, match.end)) : ''
    parts.push(text.slice(from, match.start), replaced)
    length += replaced.length
    checkLength(length)
    // Nothing is found nowhere.
    if (match.end === match.start) parts.push(text.charAt(match.start))
    from = Math.max(match.end, match.start + 1)
    if (!all) break
  }
  return parts.join('') + text.slice(from)
}

/** Long texts have many matches: none of them is looked at by itself. */
function replaceLiteral(text: string, literal: string, by: string): string {
  const parts = text.split(literal)
  checkLength(text.length + (parts.length - 1) * (by.length - literal.length))
  return parts.join(by)
}

export function changeLetters(
  text: string,
  pattern: Pattern | undefined,
  { direction, all }: { readonly direction: 'upper' | 'lower'; readonly all: boolean },
): string {
  const change = (letter: string) => {
    if (pattern !== undefined && !pattern.matches(letter)) return letter
    return direction === 'upper' ? letter.toUpperCase() : letter.toLowerCase()
  }
  if (all) return [...text].map(change).join('')
  const [first = ''] = text
  return change(first) + text.slice(first.length)
}
