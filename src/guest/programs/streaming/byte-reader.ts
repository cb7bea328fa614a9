/** Bytes of an input that is read beside another, no further than it is wanted. */
import { Errno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { closeInput, openInput } from './input.js'

const PIECE = 65_536
/** Bytes that are looked at in one step of work. */
const BYTES_A_STEP = 1024

export class ByteReader {
  readonly #task: Task
  readonly #fd: number
  #left: number
  #isOver = false
  /** What was read and not taken yet. */
  bytes: Uint8Array = new Uint8Array(0)
  /** The last read did. */
  hasFailed = false

  private constructor(task: Task, fd: number, limit: number) {
    this.#task = task
    this.#fd = fd
    this.#left = limit
  }

  /** Without `skip` bytes at the beginning, and at most `limit` behind them. Throws Errno. */
  static *open(task: Task, operand: string, skip: number, limit: number): Generator<Wait, ByteReader, void> {
    const reader = new ByteReader(task, yield* openInput(task, operand), skip)
    while (skip > 0) {
      yield* reader.fill()
      if (reader.bytes.length === 0) break
      reader.take(reader.bytes.length)
    }
    reader.#left = limit
    return reader
  }

  /** Bytes that there are, if that is known. */
  get size(): number | undefined {
    const stat = this.#task.descriptors.get(this.#fd).file?.stat()
    return stat?.kind === 'file' ? Number(stat.size) : undefined
  }

  /** Afterwards there are none only at the end. Throws Errno. */
  *fill(): Generator<Wait, void, void> {
    if (this.bytes.length > 0 || this.#isOver || this.#left === 0) return
    try {
      this.bytes = yield* this.#task.read(this.#fd, Math.min(this.#left, PIECE))
    } catch (error) {
      if (error instanceof Errno) this.hasFailed = true
      throw error
    }
    this.#left -= this.bytes.length
    this.#isOver = this.bytes.length === 0
    yield* this.#task.work(1 + Math.floor(this.bytes.length / BYTES_A_STEP))
  }

  take(length: number): void {
    this.bytes = this.bytes.subarray(length)
  }

  close(): void {
    closeInput(this.#task, this.#fd)
  }
}
