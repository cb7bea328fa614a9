/** What `s` puts in the place of a match. */
import type { Piece } from './command.js'

export function filled(pieces: readonly Piece[], groups: readonly (string | undefined)[]): string {
  let text = ''
  let whole: 'U' | 'L' | 'E' = 'E'
  let one: 'u' | 'l' | undefined
  for (const piece of pieces) {
    if (typeof piece === 'object' && 'change' in piece) {
      if (piece.change === 'u' || piece.change === 'l') one = piece.change
      else whole = piece.change
      continue
    }
    let part = typeof piece === 'string' ? piece : (groups[piece.group] ?? '')
    if (part === '') continue
    if (whole === 'U') part = part.toUpperCase()
    else if (whole === 'L') part = part.toLowerCase()
    if (one !== undefined)
      part = (one === 'u' ? part.charAt(0).toUpperCase() : part.charAt(0).toLowerCase()) + part.slice(1)
    one = undefined
    text += part
  }
  return text
}
