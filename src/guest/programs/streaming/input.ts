/** Reading what an operand names, piece by piece: a file, or `-` for standard input. */
import { Errno } from '../../errno.js'
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

/** Hands over all that comes until there is no more, or `take` returns false. `most`: bytes to read at a time. Throws Errno. */
export function* eachPiece(
  task: Task,
  operand: string,
  take: (bytes: Uint8Array) => Generator<Wait, boolean | undefined, void>,
  most = PIECE,
): Generator<Wait, void, void> {
  const fd = yield* openInput(task, operand)
  try {
    for (let piece = yield* task.read(fd, most); piece.length > 0; piece = yield* task.read(fd, most)) {
      yield* task.work(Math.ceil(piece.length / BYTES_A_STEP))
      if ((yield* take(piece)) === false) return
    }
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
): Generator<Wait, void, void> {
  let begun: Uint8Array[] = []
  let size = 0
  let isOver = false
  yield* eachPiece(task, operand, function* (piece) {
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
    if (size > MOST_MEMORY) throw new Errno('ENOMEM')
    if (bytes.length > 0) begun.push(bytes)
    yield* task.work(Math.floor(lines / LINES_A_STEP))
    return true
  })
  if (!isOver && size > 0) yield* take(Buffer.concat(begun))
}
