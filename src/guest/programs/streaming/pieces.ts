/** Programs that were functions of their whole input, as they go on piece by piece. */

import { Errno } from '../../errno.js'
import { play } from '../../tasks/play.js'
import type { Body } from '../../tasks/stream.js'
import { textBytes } from '../output.js'
import type { Program } from '../program.js'
import { quotedIfNeeded } from '../quote.js'
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

/** How many characters of numbers take a step of work. */
const COUNTED_A_STEP = 256

/** seq prints while it counts: who has read enough of it ends it. */
export const seq: Body = function* (task) {
  let texts: Iterable<string> = []
  const reading = tool(frame => {
    texts = sequence(frame)
  })
  const ending = yield* play(reading)(task)
  for (const text of texts) {
    yield* task.work(Math.ceil(text.length / COUNTED_A_STEP))
    if (task.descriptors.has(1)) yield* task.write(1, textBytes(text))
  }
  return ending
}
