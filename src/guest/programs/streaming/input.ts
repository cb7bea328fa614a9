/** Reading what an operand names, piece by piece: a file, or `-` for standard input. */
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'

/** A number of a descriptor, and whether it is the program's to close. Throws Errno. */
export function* openInput(task: Task, operand: string): Generator<Wait, number, void> {
  if (operand === '-') return 0
  return task.descriptors.add(yield* task.open(operand, { read: true, write: false }), 3)
}

export function closeInput(task: Task, fd: number): void {
  if (fd > 2 && task.descriptors.has(fd)) task.descriptors.close(fd)
}

/** Hands over all that comes until there is no more, or `take` returns false. Throws Errno. */
export function* eachPiece(
  task: Task,
  operand: string,
  take: (bytes: Uint8Array) => Generator<Wait, boolean | undefined, void>,
): Generator<Wait, void, void> {
  const fd = yield* openInput(task, operand)
  try {
    for (let piece = yield* task.read(fd); piece.length > 0; piece = yield* task.read(fd)) {
      yield* task.work()
      if ((yield* take(piece)) === false) return
    }
  } finally {
    closeInput(task, fd)
  }
}

/** As eachPiece, line by line, each with its end if it has one; `end` is the byte that ends them. */
export function* eachLine(
  task: Task,
  operand: string,
  take: (line: Uint8Array) => Generator<Wait, boolean | undefined, void>,
  end = 10,
): Generator<Wait, void, void> {
  let rest: Uint8Array = new Uint8Array(0)
  let isOver = false
  yield* eachPiece(task, operand, function* (piece) {
    let bytes: Uint8Array = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end)) {
      if ((yield* take(bytes.subarray(0, at + 1))) === false) {
        isOver = true
        return false
      }
      bytes = bytes.subarray(at + 1)
    }
    rest = bytes
    return true
  })
  if (!isOver && rest.length > 0) yield* take(rest)
}
