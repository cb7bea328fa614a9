/** Where sed's lines go: standard output, the file that is edited in place, and those of `w`. */
import { Errno } from '../../../../errno.js'
import type { Console } from '../../../../programs/streaming/console.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import type { LocaleText } from '../locale-text.js'

export const FAILED = 4

export class Output {
  readonly #console: Console
  readonly #text: LocaleText
  readonly #end: string
  readonly #written = new Map<string, number>()
  #appended: { readonly kind: 'text' | 'file'; readonly text: string }[] = []
  /** Undefined for standard output. */
  #edited: string[] | undefined
  #missesEnd = false

  constructor(console: Console, text: LocaleText, end: string) {
    this.#console = console
    this.#text = text
    this.#end = end
  }

  /** From now on all is kept for a file. */
  beginEdit(): void {
    this.#edited = []
  }

  endEdit(): string {
    const text = (this.#edited ?? []).join('')
    this.#edited = undefined
    return text
  }

  encode(text: string): Uint8Array {
    return this.#text.encode(text)
  }

  /** A last line without its end stays without, unless something follows it. */
  *line(text: string, hasEnd: boolean): Generator<Wait, void, void> {
    yield* this.print(hasEnd ? text + this.#end : text)
    this.#missesEnd = !hasEnd
  }

  *print(text: string): Generator<Wait, void, void> {
    const whole = this.#missesEnd ? this.#end + text : text
    this.#missesEnd = false
    if (this.#edited !== undefined) this.#edited.push(whole)
    else yield* this.#console.print(this.encode(whole))
  }

  /** A text, or the content of a file, for the end of the cycle. */
  append(kind: 'text' | 'file', text: string): void {
    this.#appended.push({ kind, text })
  }

  *flushAppended(): Generator<Wait, void, void> {
    for (const { kind, text } of this.#appended.splice(0)) {
      const shown = kind === 'text' ? text : yield* this.#content(text)
      if (kind === 'text' || shown !== '') yield* this.print(shown)
    }
  }

  /** What can't be read is as good as empty. */
  *#content(name: string): Generator<Wait, string, void> {
    const { task } = this.#console
    try {
      const fd = yield* openInput(task, name)
      const bytes = yield* task.readAll(fd)
      closeInput(task, fd)
      return this.#text.decode(bytes)
    } catch (error) {
      if (error instanceof Errno) return ''
      throw error
    }
  }

  *write(name: string, text: string): Generator<Wait, void, void> {
    if (name === '/dev/stdout') return yield* this.print(text)
    const { task } = this.#console
    try {
      let fd = this.#written.get(name)
      if (fd === undefined) {
        const flags = { read: false, write: true, create: true, truncate: true }
        fd = task.descriptors.add(yield* task.open(name, flags, 0o666 & ~task.umask), 3)
        this.#written.set(name, fd)
      }
      yield* task.write(fd, this.encode(text))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#console.fail(`couldn't open file ${name}: ${error.text}`, FAILED)
    }
  }

  *close(): Generator<Wait, void, void> {
    yield* this.#console.flush()
    for (const fd of this.#written.values()) closeInput(this.#console.task, fd)
  }
}
