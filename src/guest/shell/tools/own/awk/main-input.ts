/** The records of the files that an awk program is given, and the assignments between them. */
import { Errno } from '../../../../errno.js'
import { type Console, Exit } from '../../../../programs/streaming/console.js'
import { openInput } from '../../../../programs/streaming/input.js'
import type { LocaleText } from '../locale-text.js'
import { assignedText } from './assignment.js'
import { FAILED, type Work } from './machine.js'
import type { AwkRecord } from './record.js'
import { Reader } from './streams.js'
import { fromOutside } from './values.js'
import type { Variables } from './variables.js'

export class MainInput {
  readonly #console: Console
  readonly #variables: Variables
  readonly #record: AwkRecord
  readonly #text: LocaleText
  readonly #isGawk: boolean
  #operands: string[] | undefined
  #reader: Reader | undefined
  #hasOpened = false

  constructor(
    console: Console,
    { variables, record }: { variables: Variables; record: AwkRecord },
    { text, isGawk }: { text: LocaleText; isGawk: boolean },
  ) {
    this.#console = console
    this.#variables = variables
    this.#record = record
    this.#text = text
    this.#isGawk = isGawk
  }

  /** The next record as a text; undefined after the last. */
  *next(): Work<string | undefined> {
    for (;;) {
      const reader = this.#reader ?? (yield* this.#open())
      if (reader === undefined) return undefined
      this.#reader = reader
      const latin1 = yield* this.#read(reader)
      if (latin1 !== undefined) {
        for (const name of ['NR', 'FNR']) this.#variables.put(name, this.#variables.numberOf(name) + 1)
        return this.#text.decodeLatin1(latin1)
      }
      if (reader.fd > 2) this.#console.task.descriptors.close(reader.fd)
      this.#reader = undefined
    }
  }

  /** The rest of the file is not wanted. */
  skipFile(): void {
    this.#reader = undefined
  }

  *#read(reader: Reader): Work<string | undefined> {
    try {
      return yield* reader.record(this.#record.separator)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#console.warn(`read failure on ${this.#variables.textOf('FILENAME')}: ${error.text}`, FAILED)
      return undefined
    }
  }

  *#open(): Work<Reader | undefined> {
    // They are looked at when the first record is wanted: BEGIN may change them.
    this.#operands ??= this.#given()
    for (let operand = this.#operands.shift(); operand !== undefined; operand = this.#operands.shift()) {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(operand) ?? []
      if (operand === '') continue
      if (name !== undefined && value !== undefined) {
        this.#variables.set(name, fromOutside(assignedText(value)))
        continue
      }
      const reader = yield* this.#file(operand)
      if (reader !== undefined) return reader
    }
    if (this.#hasOpened) return undefined
    this.#hasOpened = true
    return new Reader(this.#console, 0)
  }

  #given(): string[] {
    const argv = this.#variables.table('ARGV')
    const count = Math.max(0, Math.ceil(this.#variables.numberOf('ARGC') - 1))
    return Array.from({ length: count }, (_, at) => this.#variables.text(argv.get(String(at + 1))))
  }

  *#file(operand: string): Work<Reader | undefined> {
    this.#hasOpened = true
    const file = this.#text.toWord(operand)
    try {
      const fd = yield* openInput(this.#console.task, file === '/dev/stdin' ? '-' : file)
      this.#variables.put('FILENAME', fromOutside(operand))
      this.#variables.put('FNR', 0)
      return new Reader(this.#console, fd)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#console.warn(`cannot open ${file} (${error.text})`, FAILED)
      if (!this.#isGawk) throw new Exit(FAILED)
      return undefined
    }
  }
}
