/** Programs that were functions of their whole input, as they go on piece by piece. */

import { Errno } from '../../errno.js'
import { play } from '../../tasks/play.js'
import type { Body } from '../../tasks/stream.js'
import { textBytes } from '../output.js'
import type { Program } from '../program.js'
import { quoted, quotedIfNeeded } from '../quote.js'
import { sequence } from '../seq.js'
import { tool } from '../tool.js'
import { eachPiece } from './input.js'

/** cat without options copies as it reads: neither a pipe nor a device must have an end. */
export function copying(whole: Program): Body {
  const rest = play(whole)
  return function* (task) {
    const args = task.argv.slice(1)
    if (args.some(arg => /^-./.test(arg) && arg !== '-u')) return yield* rest(task)
    const operands = args.filter(arg => arg !== '-u')
    let exitCode = 0
    for (const operand of operands.length === 0 ? ['-'] : operands) {
      try {
        yield* eachPiece(task, operand, function* (bytes) {
          if (task.descriptors.has(1)) yield* task.write(1, bytes)
          return true
        })
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        exitCode = 1
        const message = `${task.argv[0]}: ${quotedIfNeeded(operand)}: ${error.text}\n`
        if (task.descriptors.has(2)) yield* task.write(2, textBytes(message))
      }
    }
    return { exitCode }
  }
}

/** What counting takes, for each piece. */
const COUNTING = 4

/** seq prints while it counts: who has read enough of it ends it. */
export const seq: Body = function* (task) {
  let texts: Iterable<string> = []
  const reading = tool(frame => {
    texts = sequence(frame)
  })
  const ending = yield* play(reading)(task)
  for (const text of texts) {
    yield* task.work(COUNTING)
    if (task.descriptors.has(1)) yield* task.write(1, textBytes(text))
  }
  return ending
}

const NEWLINE = 10
const PIECE = 65_536

/** head of standard input stops as soon as it has what it wants. */
export function stopping(whole: Program): Body {
  const rest = play(whole)
  return function* (task) {
    const wanted = wantedOf(task.argv.slice(1))
    if (wanted === undefined) return yield* rest(task)
    let { left } = wanted
    if (left === 0) return { exitCode: 0 }
    try {
      yield* eachPiece(
        task,
        wanted.operand,
        function* (bytes) {
          let end = wanted.isBytes ? Math.min(left, bytes.length) : 0
          if (wanted.isBytes) left -= end
          while (!wanted.isBytes && left > 0 && end < bytes.length) {
            const newline = bytes.indexOf(NEWLINE, end)
            end = newline === -1 ? bytes.length : newline + 1
            if (newline !== -1) left -= 1
          }
          if (task.descriptors.has(1)) yield* task.write(1, bytes.subarray(0, end))
          return left > 0
        },
        wanted.isBytes ? Math.min(left, PIECE) : undefined,
      )
      return { exitCode: 0 }
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      const { operand } = wanted
      const isRead = error.code === 'EISDIR' || operand === '-'
      const what = isRead
        ? `error reading ${quoted(operand === '-' ? 'standard input' : operand)}`
        : `cannot open ${quoted(operand)} for reading`
      yield* task.write(2, Buffer.from(`${task.argv[0]}: ${what}: ${error.text}\n`))
      return { exitCode: 1 }
    }
  }
}

/** Of the plainest calls, with one input at most; undefined for all others. */
function wantedOf(
  args: readonly string[],
): { left: number; readonly isBytes: boolean; readonly operand: string } | undefined {
  const line = args.join('\0')
  const match = /^(?:(?:-(\d+)|(?:-n|--lines=)\0?(\d+)|(?:-c|--bytes=)\0?(\d+))(?:\0|$))?(?:-q\0)?((?!-.)[^\0]*)$/.exec(
    line,
  )
  if (match === null) return undefined
  const [, old, lines, bytes, operand = ''] = match
  const left = Number(bytes ?? lines ?? old ?? 10)
  return Number.isSafeInteger(left)
    ? { left, isBytes: bytes !== undefined, operand: operand === '' ? '-' : operand }
    : undefined
}
