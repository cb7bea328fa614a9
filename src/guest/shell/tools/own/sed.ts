/** sed(1) 4.9: line by line as they come. */
import { Errno } from '../../../errno.js'
import type { GivenOptions } from '../../../programs/options.js'
import { type Console, Exit, program } from '../../../programs/streaming/console.js'
import { closeInput, openInput } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'
import { toBytes, toLatin1, toText } from '../text.js'
import { type Address, type Command, type Piece, parseScript, ScriptError, type Substitution } from './sed-script.js'

const OPTIONS = [
  ...[
    'n,quiet,silent',
    'e,expression=',
    'f,file=',
    'E,r,regexp-extended',
    'i,in-place?',
    'l,line-length=',
    's,separate',
  ],
  ...['u,unbuffered', 'z,null-data', 'b,binary', 'follow-symlinks', 'posix', 'debug', 'sandbox'],
]
const USAGE = 1
const NO_INPUT = 2
const FAILED = 4

export const sed = program(
  function* (console) {
    const options = yield* console.options(OPTIONS, { usageCode: USAGE })
    return { exitCode: yield* new Editor(console, options).run() }
  },
  { shortName: true },
)

interface Line {
  readonly text: string
  readonly hasEnd: boolean
}

class Editor {
  readonly #console: Console
  readonly #options: GivenOptions
  readonly #isUnicode: boolean
  readonly #end: string
  #commands: Command[] = []
  #space = ''
  #hasEnd = true
  #hold = ''
  #line = 0
  #appended: { readonly kind: 'text' | 'file'; readonly text: string }[] = []
  #hasReplaced = false
  #last: RegExp | undefined
  #exitCode = 0
  /** Where output goes: undefined for standard output. */
  #edited: string[] | undefined
  readonly #written = new Map<string, number>()
  #files: string[] = []
  #file = '-'
  #fd: number | undefined
  #rest = ''
  #ahead: Line | undefined
  #missesEnd = false

  constructor(console: Console, options: GivenOptions) {
    this.#console = console
    this.#options = options
    const { LC_ALL, LC_CTYPE, LANG } = console.task.env
    this.#isUnicode = /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
    this.#end = options.has('z') ? '\0' : '\n'
  }

  *run(): Generator<Wait, number, void> {
    const console = this.#console
    const operands = [...this.#options.operands]
    yield* this.#read(operands)
    const isInPlace = this.#options.has('i')
    const groups = isInPlace || this.#options.has('s') ? operands.map(each => [each]) : [operands]
    if (operands.length === 0) groups.splice(0, groups.length, ['-'])
    try {
      for (const group of groups) {
        this.#files = [...group]
        if (isInPlace) {
          this.#line = 0
          yield* this.#inPlace(group[0] ?? '')
        } else yield* this.#process()
      }
    } catch (error) {
      if (!(error instanceof Exit)) throw error
      this.#exitCode = error.code
    }
    yield* console.flush()
    for (const fd of this.#written.values()) closeInput(console.task, fd)
    return this.#exitCode
  }

  *#read(operands: string[]): Generator<Wait, void, void> {
    const console = this.#console
    const parts: { readonly where: string; readonly text: string }[] = []
    for (const { name, value = '' } of this.#options.list) {
      if (name === 'e') parts.push({ where: `-e expression #${parts.length + 1}`, text: value })
      if (name === 'f') parts.push({ where: `file ${value} line 1`, text: yield* this.#script(value) })
    }
    if (parts.length === 0) {
      const text = operands.shift()
      if (text === undefined) {
        yield* console.say(`Usage: ${console.name} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`)
        throw new Exit(USAGE)
      }
      parts.push({ where: '-e expression #1', text })
    }
    // An expression that ends in a backslash goes on in the next.
    const where = parts[0]?.where ?? ''
    const script = parts.map(({ text }) => text).join('\n')
    const shown = this.#isUnicode ? script : toLatin1(toBytes(script, false))
    try {
      const isExtended = this.#options.has('E')
      this.#commands = parseScript(shown.replace(/^#n\n/, ''), { isExtended, isUnicode: this.#isUnicode, where })
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error
      yield* console.fail(error.message, error.message.startsWith("can't find label") ? FAILED : USAGE)
    }
  }

  *#script(name: string): Generator<Wait, string, void> {
    const { task } = this.#console
    try {
      const fd = yield* openInput(task, name)
      const text = toText(yield* task.readAll(fd))
      closeInput(task, fd)
      return text.replace(/\n$/, '')
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* this.#console.fail(`couldn't open file ${name}: ${error.text}`, FAILED)
    }
  }

  /** A new file takes the place of the old one, with its mode and owner. */
  *#inPlace(name: string): Generator<Wait, void, void> {
    const console = this.#console
    const { task } = console
    const { files } = task.guest
    const path = task.path(name)
    const stat = files.exists(path, task.cred) ? files.stat(path, task.cred) : undefined
    if (stat !== undefined && stat.kind !== 'file') {
      yield* console.warn(`couldn't edit ${name}: not a regular file`, FAILED)
      this.#exitCode = FAILED
      return
    }
    this.#edited = []
    const before = this.#exitCode
    try {
      yield* this.#process()
    } finally {
      const text = (this.#edited ?? []).join('')
      this.#edited = undefined
      if (stat !== undefined && !(this.#exitCode !== before && text === '' && stat.size > 0n)) {
        yield* this.#replace(name, path, text, stat)
      }
    }
  }

  *#replace(
    name: string,
    path: string,
    text: string,
    stat: { mode: number; uid: number; gid: number },
  ): Generator<Wait, void, void> {
    const { task } = this.#console
    const { files } = task.guest
    const directory = path.slice(0, path.lastIndexOf('/') + 1)
    const temporary = `${directory}sed${task.guest.random.stream('sed').text('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 6)}`
    try {
      const opened = yield* task.open(temporary, { read: false, write: true, create: true, exclusive: true }, 0o600)
      const fd = task.descriptors.add(opened, 3)
      yield* task.write(fd, this.#encode(text))
      task.descriptors.close(fd)
      yield* task.call(() => {
        files.chmod(temporary, stat.mode, task.cred)
        if (task.cred.uid === 0) files.chown(temporary, stat.uid, stat.gid, task.cred)
        const suffix = this.#options.value('i')
        const base = name.slice(name.lastIndexOf('/') + 1)
        if (suffix !== undefined && suffix !== '') {
          const backup = suffix.includes('*') ? suffix.replaceAll('*', base) : base + suffix
          files.rename(path, backup.includes('/') ? task.path(backup) : directory + backup, task.cred)
        }
        files.rename(temporary, path, task.cred)
      })
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#console.fail(`couldn't open temporary file ${temporary}: ${error.text}`, FAILED)
    }
  }

  *#process(): Generator<Wait, void, void> {
    for (let line = yield* this.#next(); line !== undefined; line = yield* this.#next()) {
      this.#space = line.text
      this.#hasEnd = line.hasEnd
      let outcome = yield* this.#execute()
      // D without a new line starts over with what is left.
      while (outcome === 'again') outcome = yield* this.#execute()
    }
  }

  *#execute(): Generator<Wait, 'done' | 'again', void> {
    const commands = this.#commands
    for (let at = 0; at < commands.length; ) {
      const command = commands[at]
      if (command === undefined) break
      yield* this.#console.task.work()
      if (!(yield* this.#isSelected(command))) {
        at = command.name === '{' ? command.target : at + 1
        continue
      }
      const jump = yield* this.#do(command)
      if (jump === 'delete') return yield* this.#finish(false)
      if (jump === 'again') {
        yield* this.#flushAppended()
        return 'again'
      }
      if (jump === 'end') break
      if (jump === 'quit') {
        yield* this.#finish(!this.#options.has('n'))
        throw new Exit(command.number ?? 0)
      }
      at = jump === 'jump' ? command.target : at + 1
    }
    return yield* this.#finish(!this.#options.has('n'))
  }

  *#finish(prints: boolean): Generator<Wait, 'done', void> {
    if (prints) yield* this.#print(this.#space)
    yield* this.#flushAppended()
    return 'done'
  }

  *#do(command: Command): Generator<Wait, 'next' | 'delete' | 'again' | 'end' | 'quit' | 'jump', void> {
    const { name, text } = command
    switch (name) {
      case '{':
        return 'next'
      case '=':
        yield* this.#output(`${this.#line}\n`)
        return 'next'
      case 'a':
        this.#appended.push({ kind: 'text', text })
        return 'next'
      case 'i':
        yield* this.#output(text)
        return 'next'
      case 'c':
        if (command.second === undefined || command.isNegated || !command.range.isOpen) yield* this.#output(text)
        return 'delete'
      case 'd':
        return 'delete'
      case 'D': {
        const newline = this.#space.indexOf('\n')
        if (newline === -1) return 'delete'
        this.#space = this.#space.slice(newline + 1)
        return 'again'
      }
      case 'g':
        this.#space = this.#hold
        return 'next'
      case 'G':
        this.#space += `\n${this.#hold}`
        return 'next'
      case 'h':
        this.#hold = this.#space
        return 'next'
      case 'H':
        this.#hold += `\n${this.#space}`
        return 'next'
      case 'x':
        ;[this.#space, this.#hold] = [this.#hold, this.#space]
        return 'next'
      case 'z':
        this.#space = ''
        return 'next'
      case 'F':
        yield* this.#output(`${this.#file}\n`)
        return 'next'
      case 'l':
        yield* this.#output(this.#visible(command.number ?? Number(this.#options.value('l') ?? 70)))
        return 'next'
      case 'n': {
        if (!(yield* this.#hasNext())) return 'quit'
        if (!this.#options.has('n')) yield* this.#print(this.#space)
        yield* this.#flushAppended()
        yield* this.#take(false)
        return 'next'
      }
      case 'N':
        // GNU prints what it has where there is no next line.
        if (!(yield* this.#hasNext())) return 'quit'
        yield* this.#flushAppended()
        yield* this.#take(true)
        return 'next'
      case 'p':
        yield* this.#print(this.#space)
        return 'next'
      case 'P':
        yield* this.#output(`${this.#space.split('\n', 1)[0]}\n`)
        return 'next'
      case 'q':
        return 'quit'
      case 'Q':
        yield* this.#console.flush()
        throw new Exit(command.number ?? 0)
      case 'r':
        this.#appended.push({ kind: 'file', text })
        return 'next'
      case 'w':
        yield* this.#write(text, `${this.#space}\n`)
        return 'next'
      case 'W':
        yield* this.#write(text, `${this.#space.split('\n', 1)[0]}\n`)
        return 'next'
      case 'y': {
        const all = [...text]
        const half = all.length / 2
        const table = new Map(all.slice(0, half).map((character, index) => [character, all[half + index] ?? '']))
        this.#space = [...this.#space].map(character => table.get(character) ?? character).join('')
        return 'next'
      }
      case 's':
        if (command.substitution !== undefined) yield* this.#substitute(command.substitution)
        return 'next'
      case 'b':
        return 'jump'
      case 't':
        if (!this.#hasReplaced) return 'next'
        this.#hasReplaced = false
        return 'jump'
      case 'T':
        if (!this.#hasReplaced) return 'jump'
        this.#hasReplaced = false
        return 'next'
      case 'v':
        return 'next'
      default:
        return yield* this.#console.fail(`mockvm doesn't do the command \`${name}' yet`, FAILED)
    }
  }

  *#isSelected(command: Command): Generator<Wait, boolean, void> {
    const { first, second, isNegated, range } = command
    if (first === undefined) return !isNegated
    let isIn: boolean
    if (second === undefined) isIn = yield* this.#matches(first)
    else if (range.isOpen) {
      isIn = true
      if (second.kind === 'match') range.isOpen = !(yield* this.#matches(second))
      else if (second.kind === 'last') range.isOpen = yield* this.#hasNext()
      else {
        isIn = this.#line <= range.until
        range.isOpen = this.#line < range.until
        // The end had gone by already: what begins anew is looked at as the first.
        if (!isIn) isIn = yield* this.#begins(first, second, range)
      }
    } else isIn = yield* this.#begins(first, second, range)
    return isIn !== isNegated
  }

  *#begins(first: Address, second: Address, range: Command['range']): Generator<Wait, boolean, void> {
    const isZero = first.kind === 'line' && first.line === 0
    if (isZero ? this.#line !== 1 : !(yield* this.#matches(first))) return false
    if (isZero && (yield* this.#matches(second))) return true
    if (second.kind === 'line') range.until = second.line
    else if (second.kind === 'plus') range.until = this.#line + second.count
    else if (second.kind === 'multiple')
      range.until = second.count === 0 ? this.#line : Math.ceil(this.#line / second.count) * second.count
    else {
      range.isOpen = second.kind === 'match' || (yield* this.#hasNext())
      return true
    }
    range.isOpen = this.#line < range.until
    return true
  }

  *#matches(address: Address): Generator<Wait, boolean, void> {
    switch (address.kind) {
      case 'line':
        return this.#line === address.line
      case 'last':
        return !(yield* this.#hasNext())
      case 'step':
        return address.step === 0
          ? this.#line === address.first
          : this.#line >= address.first && (this.#line - address.first) % address.step === 0
      case 'match': {
        const expression = yield* this.#expression(address.expression)
        expression.lastIndex = 0
        return expression.test(this.#space)
      }
      default:
        return false
    }
  }

  *#expression(given: RegExp | undefined): Generator<Wait, RegExp, void> {
    const expression = given ?? this.#last
    if (expression === undefined) return yield* this.#console.fail('no previous regular expression', USAGE)
    this.#last = expression
    return expression
  }

  *#substitute(substitution: Substitution): Generator<Wait, void, void> {
    const expression = yield* this.#expression(substitution.expression)
    let count = 0
    let hasReplaced = false
    this.#space = this.#space.replace(expression, (...args: unknown[]) => {
      const groups = args.slice(
        0,
        args.findIndex(arg => typeof arg === 'number'),
      ) as (string | undefined)[]
      count++
      if (count < substitution.number || (count > substitution.number && !substitution.isGlobal)) return groups[0] ?? ''
      hasReplaced = true
      return filled(substitution.replacement, groups)
    })
    if (!hasReplaced) return
    this.#hasReplaced = true
    for (let times = substitution.prints; times > 0; times--) yield* this.#print(this.#space)
    if (substitution.file !== undefined) yield* this.#write(substitution.file, `${this.#space}\n`)
  }

  *#take(joins: boolean): Generator<Wait, void, void> {
    const line = yield* this.#next()
    if (line === undefined) return
    this.#space = joins ? `${this.#space}\n${line.text}` : line.text
    this.#hasEnd = line.hasEnd
  }

  *#next(): Generator<Wait, Line | undefined, void> {
    const line = this.#ahead ?? (yield* this.#readLine())
    this.#ahead = undefined
    if (line === undefined) return undefined
    this.#line++
    this.#hasReplaced = false
    return line
  }

  *#hasNext(): Generator<Wait, boolean, void> {
    this.#ahead ??= yield* this.#readLine()
    return this.#ahead !== undefined
  }

  *#readLine(): Generator<Wait, Line | undefined, void> {
    const { task } = this.#console
    for (;;) {
      const at = this.#rest.indexOf(this.#end)
      if (at !== -1) {
        const text = this.#rest.slice(0, at)
        this.#rest = this.#rest.slice(at + 1)
        return { text: this.#decode(text), hasEnd: true }
      }
      if (this.#fd === undefined && !(yield* this.#open())) return undefined
      const bytes = yield* this.#piece()
      if (bytes !== undefined && bytes.length > 0) {
        this.#rest += toLatin1(bytes)
        continue
      }
      if (this.#fd !== undefined) closeInput(task, this.#fd)
      this.#fd = undefined
      if (this.#rest === '') continue
      const text = this.#rest
      this.#rest = ''
      return { text: this.#decode(text), hasEnd: false }
    }
  }

  *#piece(): Generator<Wait, Uint8Array | undefined, void> {
    try {
      return yield* this.#console.task.read(this.#fd ?? 0)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      const text =
        error.code === 'EISDIR'
          ? `couldn't edit ${this.#file}: not a regular file`
          : `read error on ${this.#file}: ${error.text}`
      yield* this.#console.warn(
        error.code === 'EISDIR' && this.#edited === undefined ? `read error on ${this.#file}: ${error.text}` : text,
        NO_INPUT,
      )
      this.#exitCode = NO_INPUT
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
        this.#exitCode = NO_INPUT
      }
    }
    return false
  }

  #decode(latin1: string): string {
    return this.#isUnicode ? toText(Buffer.from(latin1, 'latin1')) : latin1
  }

  #encode(text: string): Uint8Array {
    return toBytes(text, !this.#isUnicode)
  }

  /** A last line without its end stays without, unless something follows it. */
  *#print(text: string): Generator<Wait, void, void> {
    yield* this.#output(this.#hasEnd ? text + this.#end : text)
    this.#missesEnd = !this.#hasEnd
  }

  *#output(text: string): Generator<Wait, void, void> {
    const whole = this.#missesEnd ? this.#end + text : text
    this.#missesEnd = false
    if (this.#edited !== undefined) this.#edited.push(whole)
    else yield* this.#console.print(this.#encode(whole))
  }

  *#flushAppended(): Generator<Wait, void, void> {
    for (const { kind, text } of this.#appended.splice(0)) {
      if (kind === 'text') yield* this.#output(text)
      else {
        const content = yield* this.#content(text)
        if (content !== '') yield* this.#output(content)
      }
    }
  }

  /** What can't be read is as good as empty. */
  *#content(name: string): Generator<Wait, string, void> {
    const { task } = this.#console
    try {
      const fd = yield* openInput(task, name)
      const bytes = yield* task.readAll(fd)
      closeInput(task, fd)
      return this.#decode(toLatin1(bytes))
    } catch (error) {
      if (error instanceof Errno) return ''
      throw error
    }
  }

  *#write(name: string, text: string): Generator<Wait, void, void> {
    if (name === '/dev/stdout') return yield* this.#output(text)
    const { task } = this.#console
    try {
      let fd = this.#written.get(name)
      if (fd === undefined) {
        const opened = yield* task.open(
          name,
          { read: false, write: true, create: true, truncate: true },
          0o666 & ~task.umask,
        )
        fd = task.descriptors.add(opened, 3)
        this.#written.set(name, fd)
      }
      yield* task.write(fd, this.#encode(text))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#console.fail(`couldn't open file ${name}: ${error.text}`, FAILED)
    }
  }

  #visible(width: number): string {
    const escapes: Readonly<Record<number, string>> = {
      7: '\\a',
      8: '\\b',
      9: '\\t',
      10: '\\n',
      11: '\\v',
      12: '\\f',
      13: '\\r',
      92: '\\\\',
    }
    const parts = [...this.#encode(this.#space)].map(
      byte =>
        escapes[byte] ??
        (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte)),
    )
    let text = ''
    let column = 0
    for (const part of parts) {
      if (width > 1 && column + part.length > width - 1) {
        text += '\\\n'
        column = 0
      }
      text += part
      column += part.length
    }
    return `${text}$\n`
  }
}

function filled(pieces: readonly Piece[], groups: readonly (string | undefined)[]): string {
  let text = ''
  let whole: 'U' | 'L' | 'E' = 'E'
  let one: 'u' | 'l' | undefined
  for (const piece of pieces) {
    if (typeof piece === 'object' && 'change' in piece) {
      if (piece.change === 'u' || piece.change === 'l') one = piece.change
      else whole = piece.change
      continue
    }
    let part = typeof piece === 'string' ? piece : (groups[piece.group] ?? '')
    if (part === '') continue
    if (whole === 'U') part = part.toUpperCase()
    else if (whole === 'L') part = part.toLowerCase()
    if (one !== undefined)
      part = (one === 'u' ? part.charAt(0).toUpperCase() : part.charAt(0).toLowerCase()) + part.slice(1)
    one = undefined
    text += part
  }
  return text
}
