/** What `s` makes of a line. */
import { Errno } from '../../../../errno.js'
import type { Task } from '../../../../tasks/task.js'
import type { Wait } from '../../../../wait.js'
import { matchesOf } from '../bounded-regex.js'
import type { Substitution } from './command.js'
import { filled } from './replacement.js'

/** So many matches are replaced at a time. */
const MATCHES_A_PIECE = 1024
const STEPS_OF_A_PIECE = 64

class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** No engine goes through a text of that length in time, or JavaScript itself can't hold it. */
export function isTooLong(error: unknown): boolean {
  const isNoText = /^RangeError: Invalid string length/.test(String(error))
  return error instanceof TooLong || (error instanceof Errno && error.code === 'ENOMEM') || isNoText
}

/** Undefined where nothing is replaced. Throws TooLong for a text of more than `most` characters. */
export function* substituted(
  task: Task,
  text: string,
  expression: RegExp,
  { replacement, number, isGlobal }: Substitution,
  most: number,
): Generator<Wait, string | undefined, void> {
  let result = ''
  let parts: string[] = []
  let length = text.length
  let count = 0
  /** How far the text has been taken over, and where the last match ended. */
  let from = 0
  let end = -1
  let hasReplaced = false
  for (const match of matchesOf(expression, text)) {
    const [found] = match
    // Nothing is no match right behind one.
    if (found === '' && match.index === end) continue
    end = match.index + found.length
    count++
    if (count < number) continue
    const put = filled(replacement, match)
    length += put.length - found.length
    if (length > most) throw new TooLong()
    parts.push(text.slice(from, match.index), put)
    from = end
    hasReplaced = true
    if (!isGlobal) break
    if (count % MATCHES_A_PIECE > 0) continue
    result += parts.join('')
    parts = []
    yield* task.work(STEPS_OF_A_PIECE)
  }
  if (!hasReplaced) return undefined
  return result + parts.join('') + text.slice(from)
}
