/**
 * The variables of a shell. Text is kept as names of files are: a byte that is not UTF-8 is a lone surrogate
 * (files/names.ts).
 */
import { encodeName } from '../files/names.js'
import { ShellError } from './control.js'
import { Elements } from './elements.js'

export interface Variable {
  /** Undefined: declared, but not set. */
  text?: string | undefined
  /** Instead of `text`. */
  elements?: Elements | undefined
  /** Of an associative array, in the order of `declare -A`'s own; instead of `text`. */
  entries?: Map<string, string> | undefined
  isExported?: boolean
  isReadonly?: boolean
  /** declare -i, -l, -u */
  isInteger?: boolean
  letters?: 'lower' | 'upper' | undefined
  /** declare -n: the name of the variable that is meant. */
  isReference?: boolean
  /** declare -a and -A without a value: an array that is not even empty. */
  isDeclared?: boolean
}

/** A variable whose text is computed at each look: RANDOM, SECONDS, LINENO. */
export interface Computed {
  get(): string
  /** Of an array; instead of `get`. */
  elements?(): readonly string[]
  /** What an assignment does; without it nothing. */
  set?(text: string): void
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
/** Of declare -n: so many steps from one to the next. */
const MOST_REFERENCES = 8

export function isName(text: string): boolean {
  return NAME.test(text)
}

export class Variables {
  /** The outermost first: each function call has one. */
  #scopes: Map<string, Variable>[] = [new Map()]
  readonly #computed = new Map<string, Computed>()
  /** What SECONDS counts from, by the guest's clock in nanoseconds. */
  secondsFrom: bigint | undefined

  compute(name: string, computed: Computed): void {
    this.#computed.set(name, computed)
  }

  /** What that name means now, references followed; undefined when it isn't declared. */
  get(name: string): Variable | undefined {
    const computed = this.#computed.get(name)
    if (computed?.elements !== undefined) return { elements: Elements.from(computed.elements().entries()) }
    if (computed !== undefined) return { text: computed.get() }
    return this.#find(this.resolve(name))
  }

  /** Of an array its element 0. Undefined when it isn't set. */
  text(name: string): string | undefined {
    const variable = this.get(name)
    if (variable?.elements !== undefined) return variable.elements.get(0)
    if (variable?.entries !== undefined) return variable.entries.get('0')
    return variable?.text
  }

  /** Of an array its element 0. Throws ShellError for a readonly one. */
  set(name: string, text: string): void {
    const computed = this.#computed.get(name)
    if (computed !== undefined) {
      computed.set?.(text)
      return
    }
    const variable = this.writable(name)
    const shaped = inLetters(text, variable.letters)
    if (variable.elements !== undefined) variable.elements.set(0, shaped)
    else if (variable.entries !== undefined) variable.entries.set('0', shaped)
    else variable.text = shaped
  }

  /** Sets an element of an indexed array, which a plain variable becomes. */
  setElement(name: string, index: number, text: string): void {
    const variable = this.writable(name)
    if (variable.elements === undefined) {
      variable.elements = Elements.ofText(variable.text)
      variable.text = undefined
    }
    variable.elements.set(index, inLetters(text, variable.letters))
  }

  setEntry(name: string, key: string, text: string): void {
    const variable = this.writable(name)
    variable.entries ??= new Map()
    variable.text = undefined
    variable.entries.set(key, inLetters(text, variable.letters))
  }

  setArray(name: string, texts: readonly string[]): void {
    const variable = this.writable(name)
    variable.text = undefined
    variable.elements = Elements.from(texts.map((text, index) => [index, inLetters(text, variable.letters)]))
  }

  /** The variable itself, to be changed; it is declared, in the outermost scope, when it isn't yet. Throws ShellError. */
  writable(given: string): Variable {
    const name = this.resolve(given)
    const known = this.#find(name)
    if (known?.isReadonly) throw new ShellError(`${name}: readonly variable`, { endsLine: true })
    if (known !== undefined) return known
    const variable: Variable = {}
    this.#scopes[0]?.set(name, variable)
    return variable
  }

  /** Declares it in the scope of the function that runs (at top level: in the only one). */
  declareLocal(name: string): Variable {
    const scope = this.#scopes.at(-1)
    const known = scope?.get(name)
    if (known?.isReadonly) throw new ShellError(`${name}: readonly variable`)
    if (known !== undefined) return known
    const outer = this.#find(name)
    if (outer?.isReadonly) throw new ShellError(`${name}: readonly variable`)
    // An exported one stays exported.
    const variable: Variable = outer?.isExported ? { isExported: true } : {}
    scope?.set(name, variable)
    return variable
  }

  /** False for a name that isn't declared. Throws ShellError for a readonly one. */
  unset(given: string): boolean {
    const name = this.resolve(given)
    if (this.#computed.delete(name)) return true
    const scope = this.#scopes.findLast(it => it.has(name))
    if (scope?.get(name)?.isReadonly) throw new ShellError(`${name}: cannot unset: readonly variable`)
    return scope?.delete(name) ?? false
  }

  /** The name that a reference leads to. */
  resolve(name: string): string {
    let at = name
    for (let step = 0; step < MOST_REFERENCES; step++) {
      const variable = this.#find(at)
      if (!variable?.isReference || variable.text === undefined || variable.text === '') return at
      at = variable.text
    }
    return name
  }

  /** The variable of that very name, a reference included. */
  own(name: string): Variable | undefined {
    return this.#find(name)
  }

  /** All that are declared, in the order of their names. */
  names(): string[] {
    const names = new Set([...this.#computed.keys(), ...this.#scopes.flatMap(scope => [...scope.keys()])])
    return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  }

  /** Declared by the function that runs. */
  isLocal(name: string): boolean {
    return this.isInFunction && (this.#scopes.at(-1)?.has(name) ?? false)
  }

  /** Outside of all functions; it is declared when it isn't yet. */
  outermost(name: string): Variable {
    const known = this.#scopes[0]?.get(name) ?? {}
    this.#scopes[0]?.set(name, known)
    return known
  }

  get isInFunction(): boolean {
    return this.#scopes.length > 1
  }

  enter(): void {
    this.#scopes.push(new Map())
  }

  leave(): void {
    if (this.#scopes.length > 1) this.#scopes.pop()
  }

  /** What a program gets: NAME=VALUE of those exported. */
  environ(): string[] {
    return this.names().flatMap(name => {
      const variable = this.#find(name)
      return variable?.isExported && variable.text !== undefined ? [`${name}=${variable.text}`] : []
    })
  }

  /** The same for a subshell. Computed ones are to be set anew. */
  copy(): Variables {
    const copy = new Variables()
    copy.secondsFrom = this.secondsFrom
    copy.#scopes = this.#scopes.map(scope => new Map([...scope].map(([name, variable]) => [name, copyOf(variable)])))
    return copy
  }

  #find(name: string): Variable | undefined {
    return this.#scopes.findLast(scope => scope.has(name))?.get(name)
  }
}

function copyOf(variable: Variable): Variable {
  return {
    ...variable,
    ...(variable.elements && { elements: Elements.from(variable.elements) }),
    ...(variable.entries && { entries: new Map(variable.entries) }),
  }
}

const BUCKETS = 1024

/**
 * The keys of an associative array in the order in which bash lists them: by the FNV-1 hash of their bytes in 1024
 * buckets, and in a bucket the newest first. (It makes more buckets for more than 2048 keys; that isn't followed.)
 */
export function keysInOrder(entries: ReadonlyMap<string, string>): string[] {
  const placed = [...entries.keys()].map((key, index) => ({ key, index, bucket: bucketOf(key) }))
  return placed.sort((a, b) => a.bucket - b.bucket || b.index - a.index).map(({ key }) => key)
}

function bucketOf(key: string): number {
  let hash = 2166136261
  for (const byte of encodeName(key)) hash = (Math.imul(hash, 16777619) ^ byte) >>> 0
  return hash % BUCKETS
}

export function inLetters(text: string, letters: Variable['letters']): string {
  if (letters === undefined) return text
  return letters === 'lower' ? text.toLowerCase() : text.toUpperCase()
}
