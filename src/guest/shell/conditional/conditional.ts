/** [[ ]] */
import type { Wait } from '../../wait.js'
import { CommandFailed, ShellError } from '../control.js'
import { evaluate, expandPieces, expandText } from '../expand/expand.js'
import { byBytes } from '../expand/pathnames.js'
import { type Piece, patternOf } from '../expand/pieces.js'
import { matchPattern } from '../pattern.js'
import { traceHead } from '../run/trace.js'
import type { Shell } from '../shell.js'
import type { ConditionalNode } from '../syntax-tree.js'
import { compareFiles, fileTest } from './files.js'
import { compileRegex, escapeRegex } from './regex.js'

type Expression = ConditionalNode['expression']
type Binary = Extract<Expression, { type: 'CondBinary' }>

const NUMBER_TESTS: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
}

/**
 * Throws ShellError, and CommandFailed with status 2 for a regular expression that is none. `not`: "! " for what has one in
 * front of it, which is traced with it.
 */
export function* conditional(shell: Shell, node: Expression, not = ''): Generator<Wait, boolean, void> {
  switch (node.type) {
    case 'CondNot':
      return !(yield* conditional(shell, node.operand, '! '))
    case 'CondAnd':
      return (yield* conditional(shell, node.left)) && (yield* conditional(shell, node.right))
    case 'CondOr':
      return (yield* conditional(shell, node.left)) || (yield* conditional(shell, node.right))
    case 'CondGroup':
      return yield* conditional(shell, node.expression)
    case 'CondWord':
      return yield* unary(shell, '-n', yield* expandText(shell, node.word), not)
    case 'CondUnary':
      return yield* unary(shell, node.operator, yield* expandText(shell, node.operand), not)
    case 'CondBinary':
      return yield* binary(shell, node, not)
  }
}

function* trace(shell: Shell, not: string, parts: readonly string[]): Generator<Wait, void, void> {
  yield* traceHead(shell, `[[ ${not}${parts.map(part => (part === '' ? "''" : part)).join(' ')} ]]`)
}

function* unary(shell: Shell, operator: string, operand: string, not: string): Generator<Wait, boolean, void> {
  yield* trace(shell, not, [operator, operand])
  switch (operator) {
    case '-z':
      return operand === ''
    case '-n':
      return operand !== ''
    case '-o':
      return shell.options.has(operand)
    case '-v':
      return yield* isSet(shell, operand)
    case '-R':
      return shell.variables.own(operand)?.isReference ?? false
    case '-t':
      // None of the guest's descriptors is a terminal.
      return false
    default:
      return fileTest(shell, operator, operand) ?? false
  }
}

function* isSet(shell: Shell, place: string): Generator<Wait, boolean, void> {
  const [, name = place, subscript] = /^([^[]*)\[(.*)\]$/s.exec(place) ?? []
  if (/^[0-9]+$/.test(name)) return name === '0' || shell.positional[Number(name) - 1] !== undefined
  if (subscript === undefined) return shell.variables.text(name) !== undefined
  const variable = shell.variables.get(name)
  if (subscript === '@' || subscript === '*') {
    return (variable?.elements?.size ?? variable?.entries?.size ?? (variable?.text === undefined ? 0 : 1)) > 0
  }
  if (variable?.entries !== undefined) return variable.entries.has(subscript)
  const index = Number(yield* evaluate(shell, subscript))
  if (variable?.elements === undefined) return index === 0 && variable?.text !== undefined
  return variable.elements.has(index < 0 ? index + variable.elements.last + 1 : index)
}

function* binary(shell: Shell, { operator, left, right }: Binary, not: string): Generator<Wait, boolean, void> {
  const first = yield* expandText(shell, left)
  const nocase = shell.shopt.has('nocasematch')
  if (operator === '=' || operator === '==' || operator === '!=') {
    const pieces = yield* expandPieces(shell, right)
    yield* trace(shell, not, [first, operator, pieces.map(escapedWhole).join('')])
    const fits = matchPattern(patternOf(pieces), first, { extglob: true, nocase })
    return operator === '!=' ? !fits : fits
  }
  if (operator === '=~') {
    const pieces = yield* expandPieces(shell, right)
    const source = pieces.map(piece => (piece.isQuoted ? escapeRegex(piece.text) : piece.text)).join('')
    yield* trace(shell, not, [first, operator, source])
    return matchRegex(shell, first, source, nocase)
  }
  const second = yield* expandText(shell, right)
  yield* trace(shell, not, [first, operator, second])
  switch (operator) {
    case '<':
      return byBytes(first, second) < 0
    case '>':
      return byBytes(first, second) > 0
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(shell, operator, first, second)
    default:
      return NUMBER_TESTS[operator]?.(yield* number(shell, first), yield* number(shell, second)) ?? false
  }
}

/** As it is traced: every character of what was quoted with a backslash. */
function escapedWhole({ text, isQuoted }: Piece): string {
  return isQuoted ? text.replace(/./gsu, '\\$&') : text
}

/** An error in it makes the test fail, no more. */
function* number(shell: Shell, text: string): Generator<Wait, bigint, void> {
  try {
    return yield* evaluate(shell, text)
  } catch (error) {
    if (!(error instanceof ShellError && error.endsLine)) throw error
    throw new ShellError(`[[: ${error.message}`)
  }
}

function matchRegex(shell: Shell, text: string, source: string, nocase: boolean): boolean {
  const regex = compileRegex(source, nocase)
  if (regex === undefined) throw new CommandFailed(2)
  const match = regex.exec(text)
  shell.variables.setArray('BASH_REMATCH', match === null ? [] : match.map(group => group ?? ''))
  return match !== null
}
