/** The lines that sed reads, of one file after the other, with a look at whether there are more. */
import { Errno } from '../../../../errno.js'
import type { Console } from '../../../../programs/streaming/console.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import { MOST_MEMORY } from '../../../../tasks/task.js'
import type { Wait } from '../../../../wait.js'
import { toLatin1 } from '../../text.js'
import type { LocaleText } from '../locale-text.js'

const NO_INPUT = 2
const BYTES_A_STEP = 4096

export interface Line {
  readonly text: string
  /** Only a last line may have none. */
  readonly hasEnd: boolean
}

export class Input {
  readonly #console: Console
  readonly #text: LocaleText
  readonly #end: string
  #files: string[] = []
  #file = '-'
  #fd: number | undefined
  #rest = ''
  #ahead: Line | undefined
  #number = 0

  /** `end`: the character that ends lines. */
  constructor(console: Console, text: LocaleText, end: string) {
    this.#console = console
    this.#text = text
    this.#end = end
  }

  /** Of the line that was read last. */
  get number(): number {
    return this.#number
  }

  /** The name of the file that is read. */
  get file(): string {
    return this.#file
  }

  /** `restarts`: lines are counted anew. */
  begin(files: readonly string[], restarts: boolean): void {
    this.#files = [...files]
    if (restarts) this.#number = 0
  }

  *next(): Generator<Wait, Line | undefined, void> {
    const line = this.#ahead ?? (yield* this.#read())
    this.#ahead = undefined
    if (line !== undefined) this.#number++
    return line
  }

  *hasNext(): Generator<Wait, boolean, void> {
    this.#ahead ??= yield* this.#read()
    return this.#ahead !== undefined
  }

  *#read(): Generator<Wait, Line | undefined, void> {
    let searched = 0
    for (;;) {
      const at = this.#rest.indexOf(this.#end, searched)
      if (at !== -1) {
        const text = this.#rest.slice(0, at)
        this.#rest = this.#rest.slice(at + 1)
        return { text: this.#text.decodeLatin1(text), hasEnd: true }
      }
      if (this.#fd === undefined && !(yield* this.#open())) return undefined
      const bytes = yield* this.#piece()
      if (bytes !== undefined && bytes.length > 0) {
        searched = this.#rest.length
        if (searched > MOST_MEMORY) return yield* this.#console.fail('memory exhausted')
        this.#rest += toLatin1(bytes)
        yield* this.#console.task.work(Math.ceil(bytes.length / BYTES_A_STEP))
        continue
      }
      if (this.#fd !== undefined) closeInput(this.#console.task, this.#fd)
      this.#fd = undefined
      if (this.#rest === '') continue
      const text = this.#rest
      this.#rest = ''
      return { text: this.#text.decodeLatin1(text), hasEnd: false }
    }
  }

  *#piece(): Generator<Wait, Uint8Array | undefined, void> {
    try {
      return yield* this.#console.task.read(this.#fd ?? 0)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#console.warn(`read error on ${this.#file}: ${error.text}`, NO_INPUT)
      return undefined
    }
  }

  *#open(): Generator<Wait, boolean, void> {
    for (let file = this.#files.shift(); file !== undefined; file = this.#files.shift()) {
      try {
        this.#fd = yield* openInput(this.#console.task, file)
        this.#file = file
        return true
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        yield* this.#console.warn(`can't read ${file}: ${error.text}`, NO_INPUT)
      }
    }
    return false
  }
}
