/** What an awk program reads from and writes to, by name: files and commands. */
import { Errno } from '../../../../errno.js'
import type { Console } from '../../../../programs/streaming/console.js'
import { statusOf } from '../../../../programs/streaming/console.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import { toLatin1 } from '../../text.js'
import { checkLength } from './memory.js'

/** Bytes that are gone through in one step of work. */
const BYTES_A_STEP = 4096

/** Records are cut off here: `RS` may change between two of them. */
export class Reader {
  readonly fd: number
  #rest = ''
  #isAtEnd = false
  readonly #console: Console
  readonly pid: number | undefined

  constructor(console: Console, fd: number, pid?: number) {
    this.#console = console
    this.fd = fd
    this.pid = pid
  }

  /** As Latin-1; undefined at the end. `separator`: undefined for paragraphs. */
  *record(separator: RegExp | undefined): Generator<Wait, string | undefined, void> {
    const isPlain = separator?.source === '\\n'
    let searched = 0
    for (;;) {
      if (separator === undefined) this.#rest = this.#rest.replace(/^\n+/, '')
      const match = isPlain ? newlineIn(this.#rest, searched) : (separator ?? /\n\n+/).exec(this.#rest)
      searched = this.#rest.length
      // What matches at the very end may go on.
      const isSure = match !== null && (isPlain || this.#isAtEnd || match.index + match[0].length < this.#rest.length)
      if (match !== null && isSure && match[0].length > 0) {
        const record = this.#rest.slice(0, match.index)
        this.#rest = this.#rest.slice(match.index + match[0].length)
        return record
      }
      if (this.#isAtEnd) {
        if (this.#rest === '') return undefined
        const record = separator === undefined ? this.#rest.replace(/\n$/, '') : this.#rest
        this.#rest = ''
        return record
      }
      const bytes = yield* this.#console.task.read(this.fd)
      if (bytes.length === 0) this.#isAtEnd = true
      else this.#rest += toLatin1(bytes)
      checkLength(this.#rest.length)
      yield* this.#console.task.work(Math.ceil((isPlain ? bytes : this.#rest).length / BYTES_A_STEP))
    }
  }
}

function newlineIn(text: string, from: number): { readonly index: number; readonly 0: string } | null {
  const index = text.indexOf('\n', from)
  return index === -1 ? null : { index, 0: '\n' }
}

interface Output {
  readonly fd: number
  /** Of a command that reads it. */
  readonly pid: number | undefined
}

export class Streams {
  readonly #console: Console
  readonly #readers = new Map<string, Reader>()
  readonly #outputs = new Map<string, Output>()

  constructor(console: Console) {
    this.#console = console
  }

  /** Throws Errno. */
  *file(name: string): Generator<Wait, Reader, void> {
    const known = this.#readers.get(name)
    if (known !== undefined) return known
    const reader = new Reader(this.#console, yield* openInput(this.#console.task, name === '/dev/stdin' ? '-' : name))
    this.#readers.set(name, reader)
    return reader
  }

  *command(line: string): Generator<Wait, Reader, void> {
    const known = this.#readers.get(line)
    if (known !== undefined) return known
    const { task } = this.#console
    yield* this.flush()
    const { reader, writer } = task.pipe()
    const fd = task.descriptors.add(reader, 3)
    const child = task.spawn(shell(line), { descriptors: { 1: writer, [fd]: null } })
    const made = new Reader(this.#console, fd, child.pid)
    this.#readers.set(line, made)
    return made
  }

  *write(operator: '>' | '>>' | '|', name: string, bytes: Uint8Array): Generator<Wait, void, void> {
    const console = this.#console
    if (name === '/dev/stdout' || (operator !== '|' && name === '-')) return yield* console.print(bytes)
    const { task } = console
    if (name === '/dev/stderr') {
      yield* console.flush()
      return yield* task.write(2, bytes)
    }
    let output = this.#outputs.get(name)
    if (output === undefined) {
      yield* console.flush()
      output = operator === '|' ? this.#pipe(name) : yield* this.#open(name, operator === '>>')
      this.#outputs.set(name, output)
    }
    yield* task.write(output.fd, bytes)
  }

  #pipe(line: string): Output {
    const { task } = this.#console
    const { reader, writer } = task.pipe()
    const fd = task.descriptors.add(writer, 3)
    const child = task.spawn(shell(line), { descriptors: { 0: reader, [fd]: null } })
    return { fd, pid: child.pid }
  }

  *#open(name: string, append: boolean): Generator<Wait, Output, void> {
    const { task } = this.#console
    try {
      const flags = { read: false, write: true, create: true, append, truncate: !append }
      return { fd: task.descriptors.add(yield* task.open(name, flags, 0o666 & ~task.umask), 3), pid: undefined }
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* this.#console.fail(`cannot open "${name}" for output: ${error.text}`, 2)
    }
  }

  /** What close() returns: -1 for what is not open. */
  *close(name: string): Generator<Wait, number, void> {
    const { task } = this.#console
    const [reader, output] = [this.#readers.get(name), this.#outputs.get(name)]
    this.#readers.delete(name)
    this.#outputs.delete(name)
    let status = reader === undefined && output === undefined ? -1 : 0
    for (const each of [reader, output]) {
      if (each === undefined) continue
      closeInput(task, each.fd)
      if (each.pid !== undefined) status = statusOf(yield* task.wait(each.pid))
    }
    return status
  }

  *system(line: string): Generator<Wait, number, void> {
    yield* this.flush()
    try {
      return statusOf(yield* this.#console.task.run(shell(line)))
    } catch (error) {
      if (error instanceof Errno) return 127
      throw error
    }
  }

  *flush(): Generator<Wait, void, void> {
    yield* this.#console.flush()
  }

  *closeAll(): Generator<Wait, void, void> {
    yield* this.flush()
    for (const name of [...this.#outputs.keys(), ...this.#readers.keys()]) yield* this.close(name)
  }
}

function shell(line: string) {
  return { path: '/bin/sh', argv: ['sh', '-c', line] }
}
