/** wc of what comes through a pipe counts as it comes, and keeps none of it. */
import { play } from '../../tasks/play.js'
import type { Body } from '../../tasks/stream.js'
import { type GivenOptions, readOptions } from '../options.js'
import { textBytes } from '../output.js'
import type { Program } from '../program.js'
import { Counter, countsLine, shownBy, WC_OPTIONS } from '../wc.js'
import { eachPiece } from './input.js'

const WIDTH_OF_PIPES = 7
/** Bytes that are counted in one step of work. */
const BYTES_A_STEP = 512

export function counting(whole: Program): Body {
  const rest = play(whole)
  return function* (task) {
    const options = readOptions(task.argv.slice(1), WC_OPTIONS, false)
    const isPipe = task.descriptors.has(0) && task.descriptors.get(0).pipe !== undefined
    if (typeof options === 'string' || !isPipe || !readsOnlyInput(options)) return yield* rest(task)
    const shown = shownBy(options)
    const counter = new Counter(shown, task.env)
    const count = function* (bytes: Uint8Array) {
      counter.add(bytes)
      yield* task.work(Math.ceil(bytes.length / BYTES_A_STEP))
      return true
    }
    yield* eachPiece(task, '-', count, { stops: true })
    const line = countsLine(counter.counts(), shown, shown.length === 1 ? 1 : WIDTH_OF_PIPES, options.operands[0])
    if (task.descriptors.has(1)) yield* task.write(1, textBytes(line))
    return { exitCode: 0 }
  }
}

function readsOnlyInput({ operands }: GivenOptions): boolean {
  return operands.length === 0 || (operands.length === 1 && operands[0] === '-')
}
