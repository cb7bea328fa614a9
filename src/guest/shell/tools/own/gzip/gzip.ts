/** gzip(1) 1.12, and gunzip and zcat, which are gzip with options. */
import { Errno } from '../../../../errno.js'
import { encodeName } from '../../../../files/names.js'
import { SECOND } from '../../../../programs/local-time.js'
import type { GivenOptions } from '../../../../programs/options.js'
import { readOptions } from '../../../../programs/options.js'
import { type Console, Exit, program } from '../../../../programs/streaming/console.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import type { Body } from '../../../../tasks/stream.js'
import type { Wait } from '../../../../wait.js'
import { COMPLAINTS } from './complaints.js'
import { compress, expand, GzipError } from './member.js'

const OPTIONS = [
  ...['c,stdout,to-stdout', 'd,decompress,uncompress', 'f,force', 'k,keep', 'n,no-name', 'N,name', 'q,quiet'],
  ...[
    't,test',
    'v,verbose',
    'S,suffix=',
    '1,fast',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9,best',
    'l,list',
    'r,recursive',
  ],
  ...['rsyncable', 'synchronous', 'a,ascii', 'h,help', 'V,version', 'L,license'],
]
const UNDONE = ['l', 'r', 'v', 'rsyncable', 'a', 'h', 'V', 'L']
const WARNING = 2
/** `options`: those that the name stands for. */
export function gzip(options: readonly string[]): Body {
  return program(
    function* (console) {
      const read = readOptions([...options, ...console.args], OPTIONS, false)
      if (typeof read === 'string') {
        yield* console.say(`gzip: ${read}\nTry \`gzip --help' for more information.\n`)
        throw new Exit(1)
      }
      const code = yield* new Gzip(console, read).run(read.operands.length === 0 ? ['-'] : read.operands)
      return { exitCode: code }
    },
    { shortName: true },
  )
}

class Gzip {
  readonly #console: Console
  readonly #options: GivenOptions
  readonly #suffix: string
  readonly #level: number
  readonly #expands: boolean
  #code = 0

  constructor(console: Console, options: GivenOptions) {
    this.#console = console
    this.#options = options
    this.#suffix = options.value('S') ?? '.gz'
    this.#level = Number(options.last('1', '2', '3', '4', '5', '6', '7', '8', '9') ?? 6)
    this.#expands = options.has('d') || options.has('t')
  }

  *run(operands: readonly string[]): Generator<Wait, number, void> {
    const undone = this.#options.list.find(({ name }) => UNDONE.includes(name))
    if (undone !== undefined) yield* this.#complain(`mockvm doesn't do -${undone.name} yet`, 1, true)
    if (this.#expands && this.#options.last('n', 'N') === 'N')
      yield* this.#complain("mockvm doesn't do -N with -d yet", 1, true)
    for (const operand of operands) {
      try {
        if (operand === '-') yield* this.#stream()
        else yield* this.#file(operand)
      } catch (error) {
        if (error instanceof GzipError) yield* this.#wrong(operand, error)
        else if (error instanceof Errno) yield* this.#complain(`${operand}: ${error.text}`, 1)
        else throw error
      }
    }
    return this.#code
  }

  *#stream(): Generator<Wait, void, void> {
    const bytes = yield* this.#console.task.readAll(0)
    if (!this.#expands) return yield* this.#console.print(compress(bytes, this.#level))
    yield* this.#show(yield* this.#expanded(bytes, 'stdin'))
  }

  *#show(bytes: Uint8Array): Generator<Wait, void, void> {
    if (!this.#options.has('t')) yield* this.#console.print(bytes)
  }

  *#expanded(given: Uint8Array, shown: string): Generator<Wait, Uint8Array, void> {
    const { bytes, hasGarbage } = expand(given)
    if (hasGarbage) yield* this.#warn(`\ngzip: ${shown}: decompression OK, trailing garbage ignored\n`)
    return bytes
  }

  *#file(operand: string): Generator<Wait, void, void> {
    const { task } = this.#console
    const { files } = task.guest
    const isHere = yield* task.call(() => files.exists(task.path(operand), task.cred))
    // What is to be expanded may be called without its suffix.
    const name = !isHere && this.#expands && !operand.endsWith(this.#suffix) ? operand + this.#suffix : operand
    const path = task.path(name)
    const link = yield* this.#stat(name, path)
    if (link === undefined) return
    const toStdout = this.#options.has('c') || this.#options.has('t')
    if (link.kind === 'directory') return yield* this.#warn(`gzip: ${name} is a directory -- ignored\n`)
    if (link.kind !== 'file' && !toStdout && !this.#options.has('f')) {
      const text =
        link.kind === 'symlink' ? 'Too many levels of symbolic links' : 'is not a directory or a regular file - ignored'
      return link.kind === 'symlink'
        ? yield* this.#complain(`${name}: ${text}`, 1)
        : yield* this.#warn(`gzip: ${name} ${text}\n`)
    }
    const target = this.#target(name)
    if (!toStdout && target === undefined) {
      if (this.#expands) return yield* this.#warn(`gzip: ${name}: unknown suffix -- ignored\n`)
      // It tells that, and doesn't take it for a warning.
      if (this.#options.has('q')) return
      return yield* this.#console.say(`gzip: ${name} already has ${this.#suffix} suffix -- unchanged\n`)
    }
    const fd = yield* openInput(task, name)
    const bytes = yield* task.readAll(fd)
    closeInput(task, fd)
    const result = this.#expands ? yield* this.#expanded(bytes, name) : this.#compressed(bytes, name, link.mtime)
    if (toStdout || target === undefined) return yield* this.#show(result)
    yield* this.#replace(name, target, result, link)
  }

  *#stat(name: string, path: string) {
    const { task } = this.#console
    try {
      return yield* task.call(() => task.guest.files.lstat(path, task.cred))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#complain(`${name}: ${error.text}`, 1)
      return undefined
    }
  }

  #target(name: string): string | undefined {
    if (!this.#expands) return name.endsWith(this.#suffix) && !this.#options.has('f') ? undefined : name + this.#suffix
    if (name.endsWith('.tgz')) return `${name.slice(0, -4)}.tar`
    return name.endsWith(this.#suffix) ? name.slice(0, -this.#suffix.length) : undefined
  }

  #compressed(bytes: Uint8Array, path: string, mtime: bigint): Uint8Array {
    if (this.#options.last('n', 'N') === 'n') return compress(bytes, this.#level)
    const name = encodeName(path.slice(path.lastIndexOf('/') + 1))
    return compress(bytes, this.#level, { name, mtime: Number(mtime / SECOND) })
  }

  /** The new file has mode, owner and times of the old one, which goes. */
  *#replace(
    name: string,
    target: string,
    bytes: Uint8Array,
    stat: { mode: number; uid: number; gid: number; atime: bigint; mtime: bigint },
  ): Generator<Wait, void, void> {
    const { task } = this.#console
    const { files } = task.guest
    const path = task.path(target)
    if (yield* task.call(() => files.exists(path, task.cred))) {
      if (!this.#options.has('f')) return yield* this.#warn(`gzip: ${target} already exists;\tnot overwritten\n`)
      yield* task.call(() => files.unlink(path, task.cred))
    }
    const flags = { read: false, write: true, create: true, exclusive: true }
    const fd = task.descriptors.add(yield* task.open(target, flags, 0o600), 3)
    if (bytes.length > 0) yield* task.write(fd, bytes)
    task.descriptors.close(fd)
    yield* task.call(() => {
      if (task.cred.uid === 0) files.chown(path, stat.uid, stat.gid, task.cred)
      files.chmod(path, stat.mode, task.cred)
      files.utimes(path, stat.atime, stat.mtime, task.cred)
      if (!this.#options.has('k')) files.unlink(task.path(name), task.cred)
    })
  }

  *#wrong(operand: string, { reason, bytes }: GzipError): Generator<Wait, void, void> {
    const name = operand === '-' ? 'stdin' : operand
    // It had been written when the end was seen; a file would have been removed.
    if (operand === '-' || this.#options.has('c')) yield* this.#show(bytes)
    yield* this.#console.say(`\ngzip: ${name}: ${COMPLAINTS[reason]}\n`)
    this.#code = 1
  }

  *#warn(text: string): Generator<Wait, void, void> {
    if (!this.#options.has('q')) yield* this.#console.say(text)
    if (this.#code === 0) this.#code = WARNING
  }

  *#complain(message: string, code: number, isLast = false): Generator<Wait, void, void> {
    yield* this.#console.say(`gzip: ${message}\n`)
    this.#code = code
    if (isLast) throw new Exit(code)
  }
}
