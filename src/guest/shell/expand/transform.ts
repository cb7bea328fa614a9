/** ${x@Q} and its like. */
import type { Wait } from '../../wait.js'
import { doubleQuote, quoteKey, shellQuote } from '../quote.js'
import { isName, type Variable } from '../variables.js'
import { ansiText } from './ansi-text.js'
import { emitList, emitText } from './emit.js'
import type { Expansion, OperationOf, Surroundings } from './expansion.js'
import type { Found } from './lookup.js'
import type { Piece } from './pieces.js'
import { promptText } from './prompt-text.js'

type Operator = OperationOf<'Transform'>['operator']

export function* transform(
  expansion: Expansion,
  found: Found,
  operator: Operator,
  surroundings: Surroundings,
): Generator<Wait, Piece[], void> {
  const { shell } = expansion
  const { list, keys = [], variable, isStar = false } = found
  if (list === undefined) {
    if (operator === 'a') return emitText(attributes(variable), surroundings)
    if (found.text === undefined) return []
    if (operator === 'A') return emitText(assignment(found, found.text), surroundings)
    return emitText(yield* transformText(expansion, found.text, operator), surroundings)
  }
  switch (operator) {
    case 'a':
      return emitList(
        shell,
        list.map(() => attributes(variable)),
        isStar,
        surroundings,
      )
    case 'A':
      return list.length === 0 ? [] : emitText(arrayAssignment(found, list), surroundings)
    case 'K':
      return found.variable === undefined
        ? emitList(
            shell,
            list.map(text => shellQuote(text, 'value')),
            isStar,
            surroundings,
          )
        : emitText(keysAndValues(found, list), surroundings)
    case 'k':
      return emitList(
        shell,
        list.flatMap((text, at) => (variable ? [keys[at] ?? '', text] : [text])),
        isStar,
        surroundings,
      )
    default: {
      const texts: string[] = []
      for (const text of list) texts.push(yield* transformText(expansion, text, operator))
      return emitList(shell, texts, isStar, surroundings)
    }
  }
}

function* transformText(expansion: Expansion, text: string, operator: Operator): Generator<Wait, string, void> {
  switch (operator) {
    case 'U':
      return text.toUpperCase()
    case 'L':
      return text.toLowerCase()
    case 'u':
      return text.charAt(0).toUpperCase() + text.slice(1)
    case 'E':
      return ansiText(text)
    case 'P':
      return yield* promptText(expansion, text)
    default:
      return shellQuote(text, 'value')
  }
}

/** The letters of `declare`. */
export function attributes(variable: Variable | undefined): string {
  if (variable === undefined) return ''
  const letters = [
    variable.elements !== undefined && 'a',
    variable.entries !== undefined && 'A',
    variable.isInteger && 'i',
    variable.isReference && 'n',
    variable.isReadonly && 'r',
    variable.letters === 'lower' && 'l',
    variable.letters === 'upper' && 'u',
    variable.isExported && 'x',
  ]
  return letters.filter(letter => typeof letter === 'string').join('')
}

function assignment({ name, variable }: Found, text: string): string {
  const letters = attributes(variable)
  const quoted = shellQuote(text, 'value')
  if (!isName(name)) return quoted
  return letters === '' ? `${name}=${quoted}` : `declare -${letters} ${name}=${quoted}`
}

function arrayAssignment({ name, keys = [], variable }: Found, list: readonly string[]): string {
  if (variable === undefined) return `set -- ${list.map(text => shellQuote(text, 'value')).join(' ')}`
  const pairs = list.map((text, at) => `[${quoteKey(keys[at] ?? '')}]=${doubleQuote(text)}`)
  if (variable.elements === undefined && variable.entries === undefined) {
    return assignment({ name, variable, shown: name, text: undefined }, list[0] ?? '')
  }
  return `declare -${attributes(variable)} ${name}=(${pairs.join(' ')}${variable.entries === undefined ? '' : ' '})`
}

/** bash writes a blank more behind an associative array. */
function keysAndValues({ keys = [], variable }: Found, list: readonly string[]): string {
  const pairs = list.map(
    (text, at) => `${variable?.entries ? quoteKey(keys[at] ?? '') : keys[at]} ${doubleQuote(text)}`,
  )
  return pairs.join(' ') + (variable?.entries === undefined ? '' : ' ')
}
