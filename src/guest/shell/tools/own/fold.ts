/** coreutils' fold(1), whose columns are bytes: a long line is let go piece by piece. */
import { Errno } from '../../../errno.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import { eachPiece } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'

const [BACKSPACE, TAB, NEWLINE, RETURN, BLANK] = [8, 9, 10, 13, 32]
const TAB_WIDTH = 8

export const fold = program(function* (console) {
  const options = yield* console.options(['b,bytes', 's,spaces', 'w,width='], { args: withoutObsolete(console.args) })
  const text = options.value('w') ?? '80'
  const width = /^ *\+?\d+$/.test(text) ? Number(text) : undefined
  if (width === undefined) return yield* console.fail(`invalid number of columns: ${quotedWord(text)}`)
  if (width === 0 || !Number.isSafeInteger(width + TAB_WIDTH)) {
    const reason = width === 0 ? 'Numerical result out of range' : 'Value too large for defined data type'
    return yield* console.fail(`invalid number of columns: ${quotedWord(text)}: ${reason}`)
  }
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    const folder = new Folder(console, width, options.has('b'), options.has('s'))
    try {
      yield* eachPiece(console.task, operand, bytes => folder.add(bytes))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.warn(`${quotedIfNeeded(operand)}: ${error.text}`)
    }
    yield* folder.end()
  }
  return undefined
})

/** The old way to say how wide: `-60`. */
function withoutObsolete(args: readonly string[]): readonly string[] {
  return args.map(arg => (/^-\d+$/.test(arg) ? `-w${arg.slice(1)}` : arg))
}

class Folder {
  readonly #console: Console
  readonly #width: number
  readonly #countsBytes: boolean
  readonly #breaksAtBlanks: boolean
  #line: number[] = []
  #column = 0

  constructor(console: Console, width: number, countsBytes: boolean, breaksAtBlanks: boolean) {
    this.#console = console
    this.#width = width
    this.#countsBytes = countsBytes
    this.#breaksAtBlanks = breaksAtBlanks
  }

  *add(bytes: Uint8Array): Generator<Wait, true, void> {
    for (const byte of bytes) {
      if (byte === NEWLINE) {
        yield* this.#let(this.#line.length, NEWLINE)
        continue
      }
      while (this.#after(this.#column, byte) > this.#width && this.#line.length > 0) {
        const blank = this.#breaksAtBlanks ? this.#lastBlank() : -1
        yield* this.#let(blank === -1 ? this.#line.length : blank + 1, NEWLINE)
      }
      this.#column = this.#after(this.#column, byte)
      this.#line.push(byte)
    }
    return true
  }

  *end(): Generator<Wait, void, void> {
    yield* this.#let(this.#line.length)
  }

  /** So many bytes are done with. */
  *#let(count: number, ...end: readonly number[]): Generator<Wait, void, void> {
    const done = this.#line.slice(0, count)
    this.#line = this.#line.slice(count)
    this.#column = this.#line.reduce((column, byte) => this.#after(column, byte), 0)
    yield* this.#console.print(Uint8Array.from([...done, ...end]))
  }

  #lastBlank(): number {
    return this.#line.findLastIndex(byte => byte === BLANK || byte === TAB)
  }

  #after(column: number, byte: number): number {
    if (this.#countsBytes) return column + 1
    if (byte === BACKSPACE) return Math.max(0, column - 1)
    if (byte === RETURN) return 0
    return byte === TAB ? column + TAB_WIDTH - (column % TAB_WIDTH) : column + 1
  }
}
