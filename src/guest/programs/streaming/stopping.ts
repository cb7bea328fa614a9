/** head of one input stops as soon as it has what it wants: what comes behind is left to who reads next. */
import { Errno } from '../../errno.js'
import { play } from '../../tasks/play.js'
import type { Body } from '../../tasks/stream.js'
import { parseCount } from '../counts.js'
import type { Program } from '../program.js'
import { quoted } from '../quote.js'
import { eachPiece } from './input.js'

const NEWLINE = 10
const PIECE = 65_536

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
        { stops: true, most: () => (wanted.isBytes ? Math.min(left, PIECE) : PIECE) },
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
  const match =
    /^(?:(?:-(\d+)|(?:-n|--lines=)\0?(\d\w*)|(?:-c|--bytes=)\0?(\d\w*))(?:\0|$))?(?:-q\0)?((?!-.)[^\0]*)$/.exec(line)
  if (match === null) return undefined
  const [, old, lines, bytes, operand = ''] = match
  const left = Number(parseCount(bytes ?? lines ?? old ?? '10') ?? Number.NaN)
  return Number.isSafeInteger(left)
    ? { left, isBytes: bytes !== undefined, operand: operand === '' ? '-' : operand }
    : undefined
}
