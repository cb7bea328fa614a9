/** Lines that are asked for one at a time, of inputs that are read side by side. */
import { Errno } from '../../errno.js'
import { isEndless, markEndless } from '../../tasks/endless.js'
import { MOST_MEMORY, type Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { closeInput, openInput } from './input.js'

const ENDLESS_LINE = 1 << 20

export class LineReader {
  readonly #task: Task
  readonly #fd: number
  readonly #end: string
  #text = ''
  #parts: string[] = []
  #size = 0
  #isOver = false

  constructor(task: Task, fd: number, end: string) {
    this.#task = task
    this.#fd = fd
    this.#end = end
  }

  /** Throws Errno. */
  static *open(task: Task, operand: string, end = '\n'): Generator<Wait, LineReader, void> {
    return new LineReader(task, yield* openInput(task, operand), end)
  }

  /** As Latin-1, without its end; undefined when there is no more. Throws Errno. */
  *next(): Generator<Wait, string | undefined, void> {
    for (;;) {
      const at = this.#text.indexOf(this.#end)
      if (at !== -1) {
        const line = this.#parts.join('') + this.#text.slice(0, at)
        this.#text = this.#text.slice(at + 1)
        this.#parts = []
        this.#size = 0
        return line
      }
      this.#parts.push(this.#text)
      this.#size += this.#text.length
      this.#text = ''
      if (this.#isOver || !(yield* this.#fill())) break
    }
    const rest = this.#parts.join('')
    this.#parts = []
    return rest === '' ? undefined : rest
  }

  /** There is no more, such as behind an error. */
  end(): void {
    this.#isOver = true
    this.#parts = []
  }

  close(): void {
    closeInput(this.#task, this.#fd)
  }

  *#fill(): Generator<Wait, boolean, void> {
    const task = this.#task
    const input = task.descriptors.get(this.#fd)
    const bytes = yield* task.read(this.#fd)
    const isWithoutEnd = isEndless(input)
    if (this.#size > (isWithoutEnd ? ENDLESS_LINE : MOST_MEMORY)) throw new Errno('ENOMEM')
    if (isWithoutEnd && task.descriptors.has(1)) markEndless(task.descriptors.get(1))
    yield* task.work()
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    return bytes.length > 0
  }
}
