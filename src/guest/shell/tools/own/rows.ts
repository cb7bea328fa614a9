/** The rows of a dump: all inputs in a row, cut up as they come, and read no further than they are wanted. */
import { Errno } from '../../../errno.js'
import type { Console } from '../../../programs/streaming/console.js'
import { eachPiece } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'

const PIECE = 65_536
/** Bytes that are shown in one step of work. */
const BYTES_A_STEP = 128

export interface Part {
  readonly operands: readonly string[]
  /** Bytes of a row. */
  readonly width: number
  /** Bytes at the beginning that are left out, and how many are wanted behind them. */
  readonly skip?: number
  readonly limit?: number
  readonly explain: (operand: string, text: string) => string
}

export interface Seen {
  /** Bytes, of which `skipped` were left out. */
  readonly size: number
  readonly skipped: number
  /** How many inputs could be read. */
  readonly inputs: number
}

/** Calls `take` with each row, of which the last may be short; `at` is where it begins, without what was left out. */
export function* eachRow(
  console: Console,
  { operands, width, skip = 0, limit = Number.POSITIVE_INFINITY, explain }: Part,
  take: (row: Buffer, at: number) => Generator<Wait, void, void>,
): Generator<Wait, Seen, void> {
  let rest: Buffer = Buffer.alloc(0)
  let at = 0
  let skipped = 0
  let left = limit
  let inputs = 0
  const cutUp = function* (bytes: Uint8Array) {
    const gone = Math.min(skip - skipped, bytes.length)
    skipped += gone
    const wanted = bytes.subarray(gone)
    left -= wanted.length
    rest = Buffer.concat([rest, wanted])
    let start = 0
    for (; rest.length - start >= width; start += width) {
      yield* take(rest.subarray(start, start + width), at)
      at += width
    }
    rest = rest.subarray(start)
    yield* console.task.work(Math.ceil(wanted.length / BYTES_A_STEP))
    return left > 0
  }
  const most = () => Math.min(PIECE, skip - skipped + left)
  for (const operand of operands) {
    if (left <= 0 && inputs > 0) break
    try {
      yield* eachPiece(console.task, operand, cutUp, { most, stops: Number.isFinite(limit) })
      inputs++
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.warn(explain(operand, error.text))
    }
  }
  if (rest.length > 0) yield* take(rest, at)
  return { size: at + rest.length, skipped, inputs }
}
