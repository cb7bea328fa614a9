/** grep(1) 3.8: line by line as they come, so that it ends as soon as it knows enough. */
import { Errno } from '../../../errno.js'
import type { GivenOptions } from '../../../programs/options.js'
import { type Console, Exit, program } from '../../../programs/streaming/console.js'
import { glob } from '../../../programs/streaming/find/glob.js'
import { eachLine } from '../../../programs/streaming/input.js'
import type { Body } from '../../../tasks/stream.js'
import type { Wait } from '../../../wait.js'
import { toBytes, toLatin1, toText } from '../text.js'
import { type Match, matcher } from './grep-pattern.js'
import { PatternError } from './posix-regex.js'

const OPTIONS = [
  ...[
    'E,extended-regexp',
    'F,fixed-strings',
    'G,basic-regexp',
    'P,perl-regexp',
    'e,regexp=',
    'f,file=',
    'i,y,ignore-case',
  ],
  ...[
    'no-ignore-case',
    'w,word-regexp',
    'x,line-regexp',
    'z,null-data',
    's,no-messages',
    'v,invert-match',
    'm,max-count=',
  ],
  ...[
    'b,byte-offset',
    'n,line-number',
    'line-buffered',
    'H,with-filename',
    'h,no-filename',
    'label=',
    'o,only-matching',
  ],
  ...[
    'q,quiet,silent',
    'binary-files=',
    'a,text',
    'I',
    'd,directories=',
    'D,devices=',
    'r,recursive',
    'R,dereference-recursive',
  ],
  ...[
    'include=',
    'exclude=',
    'exclude-from=',
    'exclude-dir=',
    'L,files-without-match',
    'l,files-with-matches',
    'c,count',
  ],
  ...[
    'T,initial-tab',
    'Z,null',
    'B,before-context=',
    'A,after-context=',
    'C,context=',
    'color?',
    'colour?',
    'U,binary',
    'V,version',
  ],
]
const TROUBLE = 2
const SIGSEGV = 11

interface Line {
  readonly text: string
  readonly number: number
  readonly offset: number
}

/** `mode`: the syntax that the program's name stands for. */
export function grep(mode: 'G' | 'E' | 'F'): Body {
  return program(
    function* (console) {
      // GNU grep catches an overflow of its stack, which /proc/PID/status shows.
      console.task.dispositions.set(SIGSEGV, 'catch')
      const args = console.args.map(arg => (/^-\d+$/.test(arg) ? `-C${arg.slice(1)}` : arg))
      const options = yield* console.options(OPTIONS, { usageCode: TROUBLE, args })
      return yield* new Search(console, options, mode).run()
    },
    { shortName: true },
  )
}

class Search {
  readonly #console: Console
  readonly #options: GivenOptions
  readonly #mode: 'G' | 'E' | 'F'
  readonly #isUnicode: boolean
  #find: (line: string) => readonly Match[] = () => []
  #hasSelected = false
  #hasFailed = false
  #names = false
  #colors = false

  constructor(console: Console, options: GivenOptions, mode: 'G' | 'E' | 'F') {
    this.#console = console
    this.#options = options
    this.#mode = mode
    const { LC_ALL, LC_CTYPE, LANG } = console.task.env
    this.#isUnicode = /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
  }

  *run(): Generator<Wait, { exitCode: number }, void> {
    const options = this.#options
    const console = this.#console
    const operands = [...options.operands]
    const patterns = yield* this.#patterns(operands)
    yield* this.#compile(patterns)
    const isRecursive = options.has('r') || options.has('R')
    if (operands.length === 0) operands.push(isRecursive ? '.' : '-')
    const isOne = operands.length === 1 && !isRecursive
    const naming = options.last('h', 'H')
    this.#names = naming === undefined ? !isOne : naming === 'H'
    this.#colors = (options.value('color') ?? options.value('colour')) === 'always'
    const isImplied = options.operands.length <= (options.has('e') || options.has('f') ? 0 : 1) && isRecursive
    try {
      for (const operand of operands) {
        if (isRecursive && operand !== '-') yield* this.#tree(operand, isImplied)
        else yield* this.#file(operand)
      }
    } catch (error) {
      if (!(error instanceof Exit)) throw error
      return { exitCode: error.code }
    }
    yield* console.flush()
    if (this.#hasFailed && !(options.has('q') && this.#hasSelected)) return { exitCode: TROUBLE }
    return { exitCode: this.#hasSelected ? 0 : 1 }
  }

  *#patterns(operands: string[]): Generator<Wait, string[], void> {
    const console = this.#console
    const given = this.#options.list.filter(({ name }) => name === 'e' || name === 'f')
    if (given.length === 0) {
      const first = operands.shift()
      if (first !== undefined) return first.split('\n')
      yield* console.say(
        `Usage: ${console.name} [OPTION]... PATTERNS [FILE]...\nTry '${console.name} --help' for more information.\n`,
      )
      throw new Exit(TROUBLE)
    }
    const patterns: string[] = []
    for (const { name, value = '' } of given) {
      if (name === 'e') patterns.push(...value.split('\n'))
      else {
        try {
          // biome-ignore lint/correctness/useYield: it has the form of what may wait.
          yield* eachLine(console.task, value, function* (line) {
            patterns.push(toText(line).replace(/\n$/, ''))
            return true
          })
        } catch (error) {
          if (!(error instanceof Errno)) throw error
          yield* console.fail(`${value}: ${error.text}`, TROUBLE)
        }
      }
    }
    return patterns
  }

  *#compile(patterns: readonly string[]): Generator<Wait, void, void> {
    const options = this.#options
    const mode = (options.last('E', 'F', 'G', 'P') ?? this.#mode) as 'E' | 'F' | 'G' | 'P'
    const shown = this.#isUnicode ? patterns : patterns.map(pattern => toLatin1(toBytes(pattern, false)))
    try {
      this.#find = matcher(shown, {
        mode,
        ignoresCase: options.last('i', 'no-ignore-case') === 'i',
        bounds: options.has('x') ? 'line' : options.has('w') ? 'word' : 'none',
      })
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      yield* this.#console.fail(error.message, TROUBLE)
    }
  }

  *#complain(name: string, error: Errno): Generator<Wait, void, void> {
    this.#hasFailed = true
    if (!this.#options.has('s')) yield* this.#console.warn(`${name}: ${error.text}`, TROUBLE)
  }

  *#tree(path: string, isImplied: boolean): Generator<Wait, void, void> {
    const { task } = this.#console
    const { files } = task.guest
    yield* task.work()
    try {
      const full = task.path(path)
      const { kind } = files.stat(full, task.cred)
      if (kind !== 'directory') return yield* this.#file(path)
      for (const name of files.readdir(full, task.cred)) {
        const below = isImplied && path === '.' ? name : `${path.replace(/(.)\/$/, '$1')}/${name}`
        const inside = files.lstat(task.path(below), task.cred).kind
        if (inside === 'symlink' && !this.#options.has('R')) continue
        if (inside === 'directory') {
          if (!this.#values('exclude-dir').some(pattern => glob(pattern.replace(/\/$/, '')).test(name)))
            yield* this.#tree(below, false)
        } else if (this.#isIncluded(name) && (inside === 'file' || inside === 'symlink')) yield* this.#file(below)
      }
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#complain(path, error)
    }
  }

  #values(name: string): string[] {
    return this.#options.list.filter(option => option.name === name).map(({ value = '' }) => value)
  }

  #isIncluded(name: string): boolean {
    const includes = this.#values('include')
    if (this.#values('exclude').some(pattern => glob(pattern).test(name))) return false
    return includes.length === 0 || includes.some(pattern => glob(pattern).test(name))
  }

  *#file(operand: string): Generator<Wait, void, void> {
    const name = operand === '-' ? (this.#options.value('label') ?? '(standard input)') : operand
    try {
      yield* this.#lines(operand, name)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#complain(name, error)
    }
  }

  *#lines(operand: string, name: string): Generator<Wait, void, void> {
    const options = this.#options
    const console = this.#console
    const most = options.has('m') ? Number(options.value('m')) : Number.POSITIVE_INFINITY
    const context = Number(options.value('C') ?? 0)
    const before = Number(options.value('B') ?? context)
    const after = Number(options.value('A') ?? context)
    const hasContext = before > 0 || after > 0
    const isText = options.has('a') || options.value('binary-files') === 'text'
    const skipsBinary = options.has('I') || options.value('binary-files') === 'without-match'
    const listing = options.last('l', 'L')
    const isQuiet = options.has('q') || listing !== undefined || options.has('c')
    const end = options.has('z') ? 0 : 10
    let selected = 0
    let number = 0
    let offset = 0
    let isBinary = false
    let last = 0
    let left = 0
    let waiting: Line[] = []
    const run = this
    if (most === 0) return
    yield* eachLine(
      console.task,
      operand,
      function* (bytes) {
        number++
        const line: Line = { text: run.#decode(bytes, end), number, offset }
        offset += bytes.length
        if (!isText && end === 10 && (bytes.includes(0) || run.#isUndecodable(line.text))) isBinary = true
        if (isBinary && skipsBinary) return false
        const matches = run.#find(line.text)
        if (matches.length > 0 === options.has('v')) {
          if (left > 0 && !isQuiet && !isBinary) {
            yield* run.#show(name, line, [], '-')
            last = number
            left--
          } else if (before > 0) waiting = [...waiting.slice(-before + 1 || waiting.length), line].slice(-before)
          return selected < most || left > 0
        }
        if (selected >= most) return false
        selected++
        run.#hasSelected = listing === 'L' ? run.#hasSelected : true
        if (options.has('q') || listing !== undefined) return false
        if (isBinary && !options.has('c')) return false
        if (!isQuiet) {
          const first = waiting[0]?.number ?? number
          if (hasContext && !options.has('o') && run.#hasShown && first > last + 1)
            yield* console.print(run.#color('36', '--'), '\n')
          for (const each of waiting) yield* run.#show(name, each, [], '-')
          waiting = []
          yield* run.#show(name, line, matches, ':')
          last = number
          left = after
        }
        return selected < most || left > 0
      },
      end,
    )
    if (isBinary && selected > 0 && !isQuiet && !skipsBinary) {
      yield* console.say(`${console.name}: ${name}: binary file matches\n`)
      return
    }
    const listEnd = options.has('Z') ? Uint8Array.of(0) : '\n'
    if (options.has('c') && !options.has('q') && listing === undefined) {
      if (this.#names)
        yield* console.print(this.#color('35', name), options.has('Z') ? listEnd : this.#color('36', ':'))
      yield* console.print(`${selected}\n`)
    }
    if (listing === 'l' && selected > 0) yield* console.print(this.#color('35', name), listEnd)
    if (listing === 'L' && selected === 0) {
      this.#hasSelected = true
      yield* console.print(this.#color('35', name), listEnd)
    }
    if (options.has('q') && this.#hasSelected) throw new Exit(0)
  }

  #hasShown = false

  #decode(bytes: Uint8Array, end: number): string {
    const whole = bytes.at(-1) === end ? bytes.subarray(0, -1) : bytes
    return this.#isUnicode ? toText(whole) : toLatin1(whole)
  }

  #isUndecodable(text: string): boolean {
    return this.#isUnicode && /[\uDC80-\uDCFF]/u.test(text)
  }

  #encode(text: string): Uint8Array {
    return toBytes(text, !this.#isUnicode)
  }

  *#show(
    name: string,
    { text, number, offset }: Line,
    matches: readonly Match[],
    mark: ':' | '-',
  ): Generator<Wait, void, void> {
    const options = this.#options
    const console = this.#console
    this.#hasShown = true
    const prefix = (at: number): (string | Uint8Array)[] => {
      const parts: (string | Uint8Array)[] = []
      const separator = this.#color('36', mark)
      if (this.#names) parts.push(this.#color('35', name), options.has('Z') ? Uint8Array.of(0) : separator)
      if (options.has('n')) parts.push(this.#color('32', String(number)), separator)
      if (options.has('b')) parts.push(this.#color('32', String(at)), separator)
      if (options.has('T') && parts.length > 0) parts.push('\t')
      return parts
    }
    const end = options.has('z') ? Uint8Array.of(0) : '\n'
    if (options.has('o')) {
      if (mark === '-' || options.has('v')) return
      for (const { from, to } of matches) {
        if (to === from) continue
        const at = offset + this.#encode(text.slice(0, from)).length
        yield* console.print(...prefix(at), ...this.#match(text.slice(from, to)), end)
      }
      return
    }
    const parts: (string | Uint8Array)[] = [...prefix(offset)]
    let at = 0
    for (const { from, to } of this.#colors && !options.has('v') ? matches : []) {
      if (to === from) continue
      parts.push(this.#encode(text.slice(at, from)), ...this.#match(text.slice(from, to)))
      at = to
    }
    yield* console.print(...parts, this.#encode(text.slice(at)), end)
  }

  #match(text: string): (string | Uint8Array)[] {
    const bytes = this.#encode(text)
    return this.#colors ? ['\x1b[01;31m\x1b[K', bytes, '\x1b[m\x1b[K'] : [bytes]
  }

  #color(code: string, text: string): string {
    return this.#colors ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : text
  }
}
