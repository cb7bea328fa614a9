/** The table of ps(1): what doesn't fit into its column pushes the next ones on, until there is room again. */
import type { Column } from './ps-column.js'

/** One line without its end; `texts` by column. */
export function tableLine(
  columns: readonly Column[],
  texts: readonly string[],
  width = Number.POSITIVE_INFINITY,
): string {
  let line = ''
  /** Where it would be if everything had fitted. */
  let target = 0
  for (const [index, column] of columns.entries()) {
    const text = texts[index] ?? ''
    const isLast = index === columns.length - 1
    if (index > 0) {
      line += ' '
      target += 1
    }
    target += column.width
    const room = target - line.length - text.length
    if (column.align === 'right') line += ' '.repeat(Math.max(0, room)) + text
    else line += isLast ? text : text + ' '.repeat(Math.max(0, room))
  }
  return line.slice(0, width)
}

/** What a column shows, cut to its width: `isLast` has all the room that there is. */
export function cell({ cut, width }: Column, text: string, isLast: boolean): string {
  if (cut === undefined || isLast || text.length <= width) return text
  return cut === 'plain' ? text.slice(0, width) : `${text.slice(0, width - 1)}+`
}
