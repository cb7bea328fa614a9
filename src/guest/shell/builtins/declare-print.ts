/** Variables as `declare -p` prints them. */
import { doubleQuote, quoteKey } from '../quote.js'
import type { Shell } from '../shell.js'
import type { Variable } from '../variables.js'
import { listedValue } from './texts.js'

/** "-ir", "--" */
export function attributesOf(variable: Variable): string {
  const letters = [
    variable.elements !== undefined && 'a',
    variable.entries !== undefined && 'A',
    variable.isInteger && 'i',
    variable.isReference && 'n',
    variable.isReadonly && 'r',
    variable.isExported && 'x',
    variable.letters === 'lower' && 'l',
    variable.letters === 'upper' && 'u',
  ].filter(letter => typeof letter === 'string')
  return `-${letters.join('') || '-'}`
}

/** `declare -a x=([0]="1")` */
export function declaration(name: string, variable: Variable): string {
  const value = writtenValue(variable)
  return `declare ${attributesOf(variable)} ${name}${value === undefined ? '' : `=${value}`}`
}

/** Undefined: it isn't set. */
function writtenValue({ elements, entries, text, isDeclared }: Variable): string | undefined {
  if (elements !== undefined) {
    if (elements.size === 0 && isDeclared) return undefined
    return `(${[...elements].map(([index, it]) => `[${index}]=${doubleQuote(it)}`).join(' ')})`
  }
  if (entries !== undefined) {
    if (entries.size === 0) return isDeclared ? undefined : '()'
    return `(${[...entries].map(([key, it]) => `[${quoteKey(key)}]=${doubleQuote(it)} `).join('')})`
  }
  return text === undefined ? undefined : doubleQuote(text)
}

/** `x='a b'`, as `set` lists it; undefined for one that isn't set. */
export function listed(shell: Shell, name: string, variable: Variable): string | undefined {
  const isArray = variable.elements !== undefined || variable.entries !== undefined
  const value = isArray
    ? writtenValue(variable)
    : variable.text === undefined
      ? undefined
      : listedValue(shell, variable.text)
  return value === undefined ? undefined : `${name}=${value}`
}
