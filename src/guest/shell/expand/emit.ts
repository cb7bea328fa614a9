/** From values to pieces of a word: what stands between the elements of a list, quoted and not. */
import type { Shell } from '../shell.js'
import type { Surroundings } from './expansion.js'
import { breakPiece, checkLength, expandedPiece, type Piece, quotedPiece } from './pieces.js'

export function emitText(text: string, { isQuoted }: Surroundings): Piece[] {
  checkLength(text.length)
  return [isQuoted ? quotedPiece(text) : expandedPiece(text)]
}

export function emitList(shell: Shell, list: readonly string[], isStar: boolean, surroundings: Surroundings): Piece[] {
  const { isQuoted } = surroundings
  const separator = isStar ? firstOfIfs(shell) : ' '
  if (isQuoted && isStar) return emitText(list.join(separator), surroundings)
  // What is between the elements separates as it would within them.
  if (isStar && separator.trim() !== '') return emitText(list.join(separator), surroundings)
  return list.flatMap((text, index) => {
    const piece = isQuoted ? quotedPiece(text) : expandedPiece(text)
    return index === 0 ? [piece] : [breakPiece(separator), piece]
  })
}

function firstOfIfs({ variables }: Shell): string {
  const ifs = variables.text('IFS')
  return ifs === undefined ? ' ' : ifs.charAt(0)
}
