/** What a word has become when all of it is expanded and nothing is split yet. */
import { ShellError } from '../control.js'
import { escapePattern } from '../pattern.js'

export interface Piece {
  readonly text: string
  /** Was in quotes: it makes a field even when it is empty, and means nothing but itself. */
  readonly isQuoted: boolean
  /** What an expansion has brought, to be split at IFS. */
  readonly splits: boolean
  /** `*`, `?` and `[` in it make a pattern. */
  readonly globs: boolean
  /** Between the elements of $@ and ${a[@]}: one field ends here. `text` is what stands there when it isn't split. */
  readonly isBreak?: boolean
}

/** A single string, and the results of one expansion, past which a real shell would run out of memory. */
export const MOST_TEXT = 268_435_456
export const MOST_RESULTS = 1_000_000

export function quotedPiece(text: string): Piece {
  return { text, isQuoted: true, splits: false, globs: false }
}

/** Stands in the script as it is, unquoted; `splits` in the word of ${x:-word}. */
export function literalPiece(text: string, splits = false): Piece {
  return { text, isQuoted: false, splits, globs: false }
}

export function expandedPiece(text: string): Piece {
  return { text, isQuoted: false, splits: true, globs: true }
}

export function patternPiece(text: string, splits = false): Piece {
  return { text, isQuoted: false, splits, globs: true }
}

export function breakPiece(separator: string): Piece {
  return { text: separator, isQuoted: false, splits: false, globs: false, isBreak: true }
}

/** As one string. */
export function textOf(pieces: readonly Piece[]): string {
  checkLength(pieces.reduce((sum, { text }) => sum + text.length, 0))
  return pieces.map(({ text }) => text).join('')
}

/** As a pattern, in which what was quoted is escaped. */
export function patternOf(pieces: readonly Piece[]): string {
  return pieces.map(patternText).join('')
}

/** The brackets and dashes of a literal may belong to a set that an expansion interrupts: [a-$x]. */
export function patternText(piece: Piece): string {
  if (piece.globs) return piece.text
  return piece.isQuoted ? escapePattern(piece.text) : piece.text.replace(/[\\*?[]/g, '\\$&')
}

export function checkLength(length: number): void {
  if (length > MOST_TEXT) throw outOfMemory(length)
}

export function checkCount(count: number): void {
  if (count > MOST_RESULTS) throw outOfMemory(count * 8)
}

export function outOfMemory(bytes: number): ShellError {
  const limit = 'mockvm keeps no more than 256 MiB of text'
  return new ShellError(`xmalloc: cannot allocate ${bytes} bytes (${limit})`, { status: 2, isFatal: true })
}
