/** Pathname expansion: from a pattern to the names of files that match it. */
import { Errno } from '../../errno.js'
import { encodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import { compilePattern, type Pattern } from '../pattern.js'
import type { Shell } from '../shell.js'
import type { Field } from './fields.js'
import { checkCount } from './pieces.js'

const MAGIC = /(?<!\\)(?:\\\\)*(?:[*?]|\[[\s\S]*\])/
const EXTENDED_MAGIC = /(?<!\\)(?:\\\\)*[?*+@!]\(/

/** The text itself when it is no pattern, or when nothing matches. Throws ShellError with failglob. */
export function* expandPaths(shell: Shell, { text, pattern }: Field): Generator<Wait, readonly string[], void> {
  if (pattern === undefined || shell.options.has('noglob') || !isMagic(shell, pattern)) return [text]
  const found = yield* new Search(shell).find(pattern)
  if (found.length > 0) return found
  if (shell.shopt.has('failglob')) throw new ShellError(`no match: ${text}`, { endsLine: true })
  return shell.shopt.has('nullglob') ? [] : [text]
}

function isMagic(shell: Shell, pattern: string): boolean {
  return MAGIC.test(pattern) || (shell.shopt.has('extglob') && EXTENDED_MAGIC.test(pattern))
}

/** Strings by their bytes, as LANG=C sorts them. */
export function byBytes(a: string, b: string): number {
  if (/^[\0-\x7f]*$/.test(a + b)) return a < b ? -1 : a > b ? 1 : 0
  return Buffer.compare(encodeName(a), encodeName(b))
}

class Search {
  readonly #shell: Shell
  readonly #found: string[] = []

  constructor(shell: Shell) {
    this.#shell = shell
  }

  *find(pattern: string): Generator<Wait, readonly string[], void> {
    const [, slashes = '', rest = ''] = /^(\/*)([\s\S]*)$/.exec(pattern) ?? []
    yield* this.#walk(slashes, componentsOf(rest))
    return this.#found.sort(byBytes)
  }

  /** `base`: what stands before, with its slash; components as they stand, each with the slashes behind it. */
  *#walk(base: string, components: readonly Component[]): Generator<Wait, void, void> {
    const [component, ...rest] = components
    const { task } = this.#shell
    yield* task.work()
    if (component === undefined) {
      this.#found.push(base)
      checkCount(this.#found.length)
      return
    }
    const { text, slashes } = component
    if (text === '**' && this.#shell.shopt.has('globstar')) {
      if (slashes === '' && base !== '') this.#found.push(base)
      yield* this.#everywhere(base, rest, slashes)
      return
    }
    if (!isMagic(this.#shell, text)) {
      const path = base + text.replace(/\\([\s\S])/g, '$1')
      if (rest.length > 0 || slashes !== '' ? this.#isDirectory(path) : this.#isThere(path)) {
        yield* this.#walk(path + slashes, rest)
      }
      return
    }
    for (const name of this.#names(base, text)) {
      const path = base + name
      if (slashes === '' || this.#isDirectory(path)) yield* this.#walk(path + slashes, rest)
    }
  }

  /** `**`: this directory and all below it; links to directories are not followed. */
  *#everywhere(base: string, rest: readonly Component[], slashes: string): Generator<Wait, void, void> {
    if (slashes !== '' && rest.length > 0) yield* this.#walk(base, rest)
    else if (slashes !== '' && base !== '') this.#found.push(base)
    for (const name of this.#names(base, '*')) {
      const path = base + name
      const kind = this.#kind(path)
      if (slashes === '') this.#found.push(path)
      if (kind === 'directory') yield* this.#everywhere(`${path}/`, rest, slashes)
    }
    checkCount(this.#found.length)
  }

  #names(base: string, text: string): readonly string[] {
    const { task, dialect, shopt } = this.#shell
    const pattern: Pattern = compilePattern(text, { extglob: shopt.has('extglob'), nocase: shopt.has('nocaseglob') })
    const wantsDot = /^(?:\\?\.|[?@+]\(\\?\.)/.test(text)
    try {
      const names = task.guest.files.readdir(task.path(base === '' ? '.' : base), task.cred)
      // The dots themselves: not in bash 5.2 (globskipdots).
      const all = wantsDot && !dialect.isBash ? ['.', '..', ...names] : names
      return all.filter(name => (wantsDot || shopt.has('dotglob') || !name.startsWith('.')) && pattern.matches(name))
    } catch (error) {
      if (error instanceof Errno) return []
      throw error
    }
  }

  #kind(path: string): string | undefined {
    const { task } = this.#shell
    try {
      return task.guest.files.lstat(task.path(path), task.cred).kind
    } catch (error) {
      if (error instanceof Errno) return undefined
      throw error
    }
  }

  #isThere(path: string): boolean {
    return this.#kind(path) !== undefined
  }

  #isDirectory(path: string): boolean {
    const { task } = this.#shell
    try {
      return task.guest.files.stat(task.path(path), task.cred).kind === 'directory'
    } catch (error) {
      if (error instanceof Errno) return false
      throw error
    }
  }
}

interface Component {
  readonly text: string
  readonly slashes: string
}

function componentsOf(pattern: string): Component[] {
  return [...pattern.matchAll(/([^/]+)(\/*)/g)].map(([, text = '', slashes = '']) => ({ text, slashes }))
}
