/** grep(1) 3.8: line by line as they come, so that it ends as soon as it knows enough. */
import { Errno } from '../../../../errno.js'
import type { Guest } from '../../../../guest.js'
import { type Console, Exit, program } from '../../../../programs/streaming/console.js'
import { glob } from '../../../../programs/streaming/find/glob.js'
import type { Body } from '../../../../tasks/stream.js'
import type { Wait } from '../../../../wait.js'
import { LocaleText } from '../locale-text.js'
import { FileSearch, type Search } from './file-search.js'
import { patternsOf, searchFor, TROUBLE } from './patterns.js'
import { Printer } from './printer.js'

const OPTIONS = [
  ...['E,extended-regexp', 'F,fixed-strings', 'G,basic-regexp', 'P,perl-regexp', 'e,regexp=', 'f,file='],
  ...['i,y,ignore-case', 'no-ignore-case', 'w,word-regexp', 'x,line-regexp', 'z,null-data', 's,no-messages'],
  ...['v,invert-match', 'm,max-count=', 'b,byte-offset', 'n,line-number', 'line-buffered', 'H,with-filename'],
  ...['h,no-filename', 'label=', 'o,only-matching', 'q,quiet,silent', 'binary-files=', 'a,text', 'I'],
  ...['d,directories=', 'D,devices=', 'r,recursive', 'R,dereference-recursive', 'include=', 'exclude='],
  ...['exclude-from=', 'exclude-dir=', 'L,files-without-match', 'l,files-with-matches', 'c,count', 'T,initial-tab'],
  ...['Z,null', 'B,before-context=', 'A,after-context=', 'C,context=', 'color?', 'colour?', 'U,binary', 'V,version'],
]
const SIGSEGV = 11
/** Of the C library, for its threads. */
const SIGCANCEL = 32
const SIGSETXID = 33

/** `mode`: the syntax that the program's name stands for. */
export function grep(mode: 'G' | 'E' | 'F'): Body {
  return program(
    function* (console) {
      for (const signal of caughtSignals(console.task.guest)) console.task.dispositions.set(signal, 'catch')
      const args = console.args.map(arg => (/^-\d+$/.test(arg) ? `-C${arg.slice(1)}` : arg))
      const options = yield* console.options(OPTIONS, { usageCode: TROUBLE, args })
      const operands = [...options.operands]
      const patterns = yield* patternsOf(console, options, operands)
      const text = new LocaleText(console.task.env)
      const find = yield* searchFor(console, options, patterns, { mode, text })
      const isRecursive = options.has('r') || options.has('R')
      const isImplied = operands.length === 0 && isRecursive
      if (operands.length === 0) operands.push(isRecursive ? '.' : '-')
      const naming = options.last('h', 'H')
      const names = naming === undefined ? operands.length > 1 || isRecursive : naming === 'H'
      const printer = new Printer(console, options, { text, names })
      const search = { console, options, text, printer, find, hasSelected: false }
      return yield* new Files(search, isRecursive).run(operands, isImplied)
    },
    { shortName: true },
  )
}

/** /proc/PID/status shows them, of a grep that looks for them there as well. */
function caughtSignals({ packages }: Guest): number[] {
  // An overflow of its stack. It is linked with the library of threads, which took its two at once before glibc 2.34.
  const version = (packages.get('libc6') ?? packages.get('glibc'))?.version
  const [major = 0, minor = 0] = version?.split(/[.-]/).map(Number) ?? [2, 34]
  return major === 2 && minor < 34 ? [SIGSEGV, SIGCANCEL, SIGSETXID] : [SIGSEGV]
}

class Files {
  readonly #search: Search
  readonly #console: Console
  readonly #isRecursive: boolean
  #hasFailed = false

  constructor(search: Search, isRecursive: boolean) {
    this.#search = search
    this.#console = search.console
    this.#isRecursive = isRecursive
  }

  /** `isImplied`: nothing was named, so what is found is named without the directory. */
  *run(operands: readonly string[], isImplied: boolean): Generator<Wait, { exitCode: number }, void> {
    try {
      for (const operand of operands) {
        if (this.#isRecursive && operand !== '-') yield* this.#tree(operand, isImplied)
        else yield* this.#file(operand)
      }
    } catch (error) {
      if (!(error instanceof Exit)) throw error
      return { exitCode: error.code }
    }
    yield* this.#console.flush()
    const { options, hasSelected } = this.#search
    if (this.#hasFailed && !(options.has('q') && hasSelected)) return { exitCode: TROUBLE }
    return { exitCode: hasSelected ? 0 : 1 }
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
        if (inside === 'symlink' && !this.#search.options.has('R')) continue
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

  *#file(operand: string): Generator<Wait, void, void> {
    const name = operand === '-' ? (this.#search.options.value('label') ?? '(standard input)') : operand
    try {
      yield* new FileSearch(this.#search, name).run(operand)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#complain(name, error)
    }
  }

  *#complain(name: string, error: Errno): Generator<Wait, void, void> {
    this.#hasFailed = true
    if (!this.#search.options.has('s')) yield* this.#console.warn(`${name}: ${error.text}`, TROUBLE)
  }

  #values(name: string): string[] {
    return this.#search.options.list.filter(option => option.name === name).map(({ value = '' }) => value)
  }

  #isIncluded(name: string): boolean {
    const includes = this.#values('include')
    if (this.#values('exclude').some(pattern => glob(pattern).test(name))) return false
    return includes.length === 0 || includes.some(pattern => glob(pattern).test(name))
  }
}
