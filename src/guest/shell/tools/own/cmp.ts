/** diffutils' cmp(1), which reads no further than it has to. */
import { Errno } from '../../../errno.js'
import {
  type GivenOptions,
  readOptions as givenOptions,
  knownOptions,
  undoneOption,
} from '../../../programs/options.js'
import { ByteReader } from '../../../programs/streaming/byte-reader.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import type { Wait } from '../../../wait.js'

const OPTIONS = ['b,print-bytes', 'i,ignore-initial=', 'l,verbose', 'n,bytes=', 's,quiet,silent']
const TROUBLE = 2
const NEWLINE = 10
/** What is of unknown size. */
const MOST = Number.MAX_SAFE_INTEGER
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1024,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  kB: 1e3,
  MB: 1e6,
}

export const cmp = program(function* (console) {
  const options = yield* readOptions(console)
  const [first, second = '-', skipFirst, skipSecond, extra] = options.operands
  if (first === undefined) return yield* usage(console, `missing operand after '${console.name}'`)
  if (extra !== undefined) return yield* usage(console, `extra operand '${extra}'`)
  if (options.has('l') && options.has('s')) return yield* usage(console, 'options -l and -s are incompatible')
  const [skipOne = '0', skipOther = skipOne] = (options.value('i') ?? '0').split(':')
  const skips = [
    yield* count(console, '--ignore-initial', skipFirst ?? skipOne),
    yield* count(console, '--ignore-initial', skipSecond ?? skipOther),
  ]
  const limitText = options.value('n')
  const limit = limitText === undefined ? Number.POSITIVE_INFINITY : yield* count(console, '--bytes', limitText)
  const names = [first, second] as const
  const readers: ByteReader[] = []
  try {
    for (const [at, name] of names.entries()) {
      readers.push(yield* ByteReader.open(console.task, name, skips[at] ?? 0, limit))
    }
    const [one, other] = readers
    if (one !== undefined && other !== undefined) {
      yield* new Comparison(console, names, options).run(one, other, skips, limit)
    }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const name = names[readers.length] ?? names.find((_, at) => readers[at]?.hasFailed) ?? first
    if (!options.has('s')) yield* console.warn(`${name}: ${error.text}`)
    return { exitCode: TROUBLE }
  } finally {
    for (const reader of readers) reader.close()
  }
  return undefined
})

class Comparison {
  readonly #console: Console
  readonly #names: readonly [string, string]
  readonly #options: GivenOptions
  /** Where the pieces begin that are looked at, and the line that is begun there. */
  #at = 0
  #line = 1
  #last = 0
  /** Of the numbers of -l. */
  #width = 0

  constructor(console: Console, names: readonly [string, string], options: GivenOptions) {
    this.#console = console
    this.#names = names
    this.#options = options
  }

  /** Both without the `skips` bytes at their beginning, and no more than `limit`. */
  *run(one: ByteReader, other: ByteReader, skips: readonly number[], limit: number): Generator<Wait, void, void> {
    const sizes = [one, other].map(({ size }, at) => (size === undefined ? MOST : Math.max(0, size - (skips[at] ?? 0))))
    this.#width = String(Math.min(...sizes, limit, MOST)).length
    for (;;) {
      yield* one.fill()
      yield* other.fill()
      const length = Math.min(one.bytes.length, other.bytes.length)
      if (length === 0) break
      if (yield* this.#differs(one.bytes.subarray(0, length), other.bytes.subarray(0, length))) return
      one.take(length)
      other.take(length)
    }
    if (one.bytes.length === other.bytes.length) return
    yield* this.#tellEnd(one.bytes.length < other.bytes.length ? this.#names[0] : this.#names[1])
  }

  /** Whether there is no more to be said. */
  *#differs(one: Uint8Array, other: Uint8Array): Generator<Wait, boolean, void> {
    for (const [index, left] of one.entries()) {
      const right = other[index] ?? 0
      if (left !== right) {
        this.#console.exitCode = 1
        if (this.#options.has('s')) return true
        yield* this.#tell(this.#at + index + 1, left, right)
        if (!this.#options.has('l')) return true
      }
      if (left === NEWLINE) this.#line++
    }
    this.#at += one.length
    this.#last = one.at(-1) ?? 0
    return false
  }

  *#tell(number: number, left: number, right: number): Generator<Wait, void, void> {
    const [first, second] = this.#names
    const withBytes = this.#options.has('b')
    if (!this.#options.has('l')) {
      // In a locale of one's own language it counts bytes, in the C locale characters, as POSIX has it.
      const unit = withBytes || this.#isLocal() ? 'byte' : 'char'
      const where = `${first} ${second} differ: ${unit} ${number}, line ${this.#line}`
      yield* this.#console.print(withBytes ? `${where} is ${bytesText(left, right, false)}\n` : `${where}\n`)
      return
    }
    const bytes = withBytes ? bytesText(left, right, true) : `${octal(left)} ${octal(right)}`
    yield* this.#console.print(`${String(number).padStart(this.#width)} ${bytes}\n`)
  }

  #isLocal(): boolean {
    const { LC_ALL, LC_MESSAGES, LANG } = this.#console.task.env
    return /utf-?8/i.test(LC_ALL || LC_MESSAGES || LANG || '')
  }

  *#tellEnd(name: string): Generator<Wait, void, void> {
    this.#console.exitCode = 1
    if (this.#options.has('s')) return
    if (this.#at === 0) return yield* this.#console.warn(`EOF on ${name} which is empty`)
    if (this.#options.has('l')) return yield* this.#console.warn(`EOF on ${name} after byte ${this.#at}`)
    const where = this.#last === NEWLINE ? `line ${this.#line - 1}` : `in line ${this.#line}`
    yield* this.#console.warn(`EOF on ${name} after byte ${this.#at}, ${where}`)
  }
}

function octal(byte: number): string {
  return byte.toString(8).padStart(3)
}

/** As cat -v shows it. */
function shown(byte: number): string {
  const plain = byte & 127
  const text = plain < 32 ? `^${String.fromCharCode(plain + 64)}` : plain === 127 ? '^?' : String.fromCharCode(plain)
  return byte > 127 ? `M-${text}` : text
}

function bytesText(left: number, right: number, isPadded: boolean): string {
  const [one, other] = [shown(left), shown(right)]
  return `${octal(left)} ${isPadded ? one.padEnd(4) : one} ${octal(right)} ${other}`
}

function* count(console: Console, option: string, text: string): Generator<Wait, number, void> {
  const [, digits = '', unit = ''] = /^(\d+)([kKMG]|kB|MB)?$/.exec(text) ?? []
  if (digits === '') return yield* usage(console, `invalid ${option} value '${text}'`)
  return Number(digits) * (FACTORS[unit] ?? 1)
}

function* readOptions(console: Console): Generator<Wait, GivenOptions, void> {
  const read = givenOptions(console.args, knownOptions(OPTIONS, []), false)
  if (typeof read === 'string') return yield* usage(console, read)
  const undone = undoneOption(read, OPTIONS)
  if (undone !== undefined) return yield* console.fail(`mockvm doesn't do ${undone} yet`, TROUBLE)
  return read
}

/** diffutils do so with their name. */
function* usage(console: Console, message: string): Generator<Wait, never, void> {
  yield* console.warn(message, TROUBLE)
  return yield* console.fail(`Try '${console.name} --help' for more information.`, TROUBLE)
}
