/** Reading what an operand names, piece by piece: a file, or `-` for standard input. */
import { Errno } from '../../errno.js'
import { isEndless, markEndless } from '../../tasks/endless.js'
import { MOST_MEMORY, type Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'

/** A number of a descriptor, and whether it is the program's to close. Throws Errno. */
export function* openInput(task: Task, operand: string): Generator<Wait, number, void> {
  if (operand === '-') return 0
  return task.descriptors.add(yield* task.open(operand, { read: true, write: false }), 3)
}

export function closeInput(task: Task, fd: number): void {
  if (fd > 2 && task.descriptors.has(fd)) task.descriptors.close(fd)
}

/** Bytes that are looked at in one step of work. */
const BYTES_A_STEP = 4096
/** Lines that are. */
const LINES_A_STEP = 2
const PIECE = 65_536
/** A line of so many bytes, of what has no end, has none either. */
const ENDLESS_LINE = 1 << 20

export interface Taking {
  /** How many bytes to read next. */
  readonly most?: () => number
  /** It may have enough before the end of its input. */
  readonly stops?: boolean
}

/** Hands over all that comes until there is no more, or `take` returns false. Throws Errno. */
export function* eachPiece(
  task: Task,
  operand: string,
  take: (bytes: Uint8Array) => Generator<Wait, boolean | undefined, void>,
  { most = () => PIECE, stops = false }: Taking = {},
): Generator<Wait, void, void> {
  const fd = yield* openInput(task, operand)
  try {
    const input = task.descriptors.get(fd)
    for (let piece = yield* task.read(fd, most()); piece.length > 0; piece = yield* task.read(fd, most())) {
      if (!stops && task.descriptors.has(1) && isEndless(input)) markEndless(task.descriptors.get(1))
      yield* task.work(Math.ceil(piece.length / BYTES_A_STEP))
      if ((yield* take(piece)) === false) return
    }
  } finally {
    closeInput(task, fd)
  }
}

/** All of it. Throws Errno: ENOMEM where there is no end. */
export function* readWhole(task: Task, operand: string): Generator<Wait, Uint8Array, void> {
  const fd = yield* openInput(task, operand)
  try {
    return yield* task.readAll(fd)
  } finally {
    closeInput(task, fd)
  }
}

/** As eachPiece, line by line, each with its end if it has one; `end` is the byte that ends them. Throws ENOMEM for an endless one. */
export function* eachLine(
  task: Task,
  operand: string,
  take: (line: Uint8Array) => Generator<Wait, boolean | undefined, void>,
  end = 10,
  taking: Taking = {},
): Generator<Wait, void, void> {
  let begun: Uint8Array[] = []
  let size = 0
  let isOver = false
  const cutUp = function* (piece: Uint8Array) {
    let bytes = piece
    let lines = 0
    for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end)) {
      const last = bytes.subarray(0, at + 1)
      const line = begun.length === 0 ? last : Buffer.concat([...begun, last])
      begun = []
      size = 0
      lines++
      if ((yield* take(line)) === false) {
        isOver = true
        return false
      }
      bytes = bytes.subarray(at + 1)
    }
    size += bytes.length
    if (size > MOST_MEMORY || (size > ENDLESS_LINE && operand === '-' && isEndless(task.descriptors.get(0)))) {
      throw new Errno('ENOMEM')
    }
    if (bytes.length > 0) begun.push(bytes)
    yield* task.work(Math.floor(lines / LINES_A_STEP))
    return true
  }
  yield* eachPiece(task, operand, cutUp, taking)
  if (!isOver && size > 0) yield* take(Buffer.concat(begun))
}
