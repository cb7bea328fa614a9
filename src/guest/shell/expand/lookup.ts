/** What a parameter means: a variable, an element, a list, $?, $1. */
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import { OPTION_LETTERS } from '../option-names.js'
import type { Shell } from '../shell.js'
import { isName, keysInOrder, type Variable } from '../variables.js'
import type { Expansion } from './expansion.js'
import { textOf } from './pieces.js'

export interface Found {
  /** "x", "a", "@" */
  readonly name: string
  /** "x", "a[1]", "$1": as messages name it. */
  readonly shown: string
  /** Of one value; undefined: not set. */
  readonly text: string | undefined
  /** Of $@, $* and whole arrays; instead of `text`. */
  readonly list?: readonly string[]
  readonly keys?: readonly string[]
  /** $* and ${a[*]} */
  readonly isStar?: boolean
  /** What `:=` sets. */
  readonly subscript?: string | undefined
  readonly variable?: Variable | undefined
}

/** `parameter` as the parser gives it: "x", "a[i+1]", "a[@]", "?". Throws ShellError. */
export function* lookUp(expansion: Expansion, parameter: string): Generator<Wait, Found, void> {
  const { shell } = expansion
  if (!isName(parameter)) {
    const [, array, subscript] = /^([A-Za-z_][A-Za-z0-9_]*)\[(.*)\]$/s.exec(parameter) ?? []
    if (array === undefined || subscript === undefined) return special(shell, parameter)
    return yield* element(expansion, array, subscript)
  }
  const target = shell.variables.resolve(parameter)
  if (target !== parameter && target.includes('[')) return yield* lookUp(expansion, target)
  const variable = shell.variables.get(parameter)
  return { name: parameter, shown: parameter, text: shell.variables.text(parameter), variable }
}

function* element(expansion: Expansion, name: string, subscript: string): Generator<Wait, Found, void> {
  const { shell } = expansion
  const variable = shell.variables.get(name)
  const shown = `${name}[${subscript}]`
  if (subscript === '@' || subscript === '*') {
    return { name, shown, text: undefined, ...wholeArray(variable), isStar: subscript === '*', subscript, variable }
  }
  if (subscript === '') throw new ShellError(`\${${shown}}: bad substitution`, { endsLine: true })
  if (variable?.entries !== undefined) {
    const key = textOf(yield* expansion.raw(subscript, { isQuoted: false }))
    return { name, shown, text: variable.entries.get(key), subscript: key, variable }
  }
  const index = yield* indexOf(expansion, variable, subscript)
  if (index < 0) {
    yield* shell.complain(`${name}: bad array subscript`)
    return { name, shown, text: undefined, variable }
  }
  const text =
    variable?.elements === undefined ? (index === 0 ? variable?.text : undefined) : variable.elements.get(index)
  return { name, shown, text, subscript: String(index), variable }
}

function wholeArray(variable: Variable | undefined): Pick<Found, 'list' | 'keys'> {
  const keys = keysOf(variable)
  const textOf = (key: string) =>
    variable?.entries?.get(key) ?? variable?.elements?.get(Number(key)) ?? variable?.text ?? ''
  return { list: keys.map(textOf), keys }
}

/** From the end when it is negative; negative when there is none. */
export function* indexOf(
  expansion: Expansion,
  variable: Variable | undefined,
  subscript: string,
): Generator<Wait, number, void> {
  const index = Number(yield* expansion.arithmetic(subscript))
  return index < 0 ? index + elementsEnd(variable) : index
}

/** One past the highest index. */
export function elementsEnd(variable: Variable | undefined): number {
  if (variable?.elements !== undefined) return variable.elements.last + 1
  return variable?.text === undefined ? 0 : 1
}

export function keysOf(variable: Variable | undefined): readonly string[] {
  if (variable?.entries !== undefined) return keysInOrder(variable.entries)
  if (variable?.elements !== undefined) return [...variable.elements.keys()].map(String)
  return variable?.text === undefined ? [] : ['0']
}

function special(shell: Shell, parameter: string): Found {
  const { positional } = shell
  if (parameter === '@' || parameter === '*') {
    const keys = positional.map((_, index) => String(index + 1))
    return { name: parameter, shown: parameter, text: undefined, list: positional, keys, isStar: parameter === '*' }
  }
  const shown = shell.dialect.isBash ? `$${parameter}` : parameter
  if (/^[0-9]+$/.test(parameter)) {
    const number = Number(parameter)
    return { name: parameter, shown, text: number === 0 ? shell.name : positional[number - 1] }
  }
  return { name: parameter, shown, text: specialText(shell, parameter) }
}

function specialText(shell: Shell, parameter: string): string | undefined {
  switch (parameter) {
    case '?':
      return String(shell.status)
    case '#':
      return String(shell.positional.length)
    case '$':
      return String(shell.shellPid)
    case '!':
      return shell.lastBackground === 0 ? undefined : String(shell.lastBackground)
    case '-':
      return optionLetters(shell)
    default:
      throw badSubstitution(shell, `\${${parameter}}`)
  }
}

export function badSubstitution({ dialect }: Shell, text: string): ShellError {
  if (dialect.isBash) return new ShellError(`${text}: bad substitution`, { endsLine: true })
  const message = dialect.name === 'ash' ? 'syntax error: bad substitution' : 'Bad substitution'
  return new ShellError(message, { status: 2, isFatal: true })
}

const LETTERS_IN_BASH = 'abefhkmnprtuvxBCEHPT'
const LETTERS_IN_DASH = 'efIimnsxvVECabu'

/** $-: options in the order in which the shell keeps them. */
function optionLetters(shell: Shell): string {
  const order = shell.dialect.isBash ? LETTERS_IN_BASH : LETTERS_IN_DASH
  const letters = [...order].filter(letter => shell.options.has(OPTION_LETTERS[letter] ?? ''))
  const source = shell.isCommandString ? 'c' : shell.options.has('stdin') ? 's' : ''
  return letters.join('') + (shell.dialect.isBash ? source : '')
}
