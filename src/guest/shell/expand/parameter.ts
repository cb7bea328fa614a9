/** $x, ${x}, and ${x} with an operation. */
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import { compilePattern, type Pattern } from '../pattern.js'
import { BAD_MARK } from '../run/grammar/words.js'
import type { Shell } from '../shell.js'
import type { WordNode } from '../syntax-tree.js'
import { isName, type Variable } from '../variables.js'
import { changeLetters, removeMatch, replaceMatches, replacementOf } from './change.js'
import { emitList, emitText } from './emit.js'
import type { Expansion, Operation, ParameterPart, Surroundings } from './expansion.js'
import { badSubstitution, type Found, keysOf, lookUp } from './lookup.js'
import { type Piece, patternOf, patternPiece } from './pieces.js'
import { setParameter } from './set-parameter.js'
import { charactersOf, substring } from './substring.js'
import { transform } from './transform.js'

const SMALL_SET = new Set([
  'DefaultValue',
  'AssignDefault',
  'ErrorIfUnset',
  'UseAlternative',
  'Length',
  'PatternRemoval',
])
const OF_ASH = new Set([...SMALL_SET, 'Substring', 'PatternReplacement'])

/** So many elements (a power of two) are a piece of work. */
const WORK_OF_ELEMENTS = 7
const WHOLE_ARRAY = /^([A-Za-z_][A-Za-z0-9_]*)\[[@*]\]$/

/** Throws ShellError. */
export function* expandParameter(
  expansion: Expansion,
  { parameter, operation }: ParameterPart,
  surroundings: Surroundings,
): Generator<Wait, Piece[], void> {
  const { shell } = expansion
  checkKnown(shell, parameter, operation)
  if (operation?.type === 'ArrayKeys') {
    const keys = keysOf(shell.variables.get(operation.array))
    return emitList(shell, keys, operation.star, surroundings)
  }
  if (operation?.type === 'VarNamePrefix') {
    const names = shell.variables.names().filter(name => name.startsWith(operation.prefix))
    return emitList(shell, names, operation.star, surroundings)
  }
  const [, array] = (operation?.type === 'Length' && WHOLE_ARRAY.exec(parameter)) || []
  if (array !== undefined) return emitText(String(countOf(shell.variables.get(array))), surroundings)
  if (operation?.type === 'Indirection') return yield* indirect(expansion, parameter, operation.innerOp, surroundings)
  return yield* applied(expansion, yield* lookUp(expansion, parameter), operation, surroundings)
}

function checkKnown(shell: Shell, parameter: string, operation: Operation | null): void {
  const { type } = operation ?? { type: undefined }
  if (type === 'BadSubstitution' || type === 'LengthSliceError') {
    throw badSubstitution(
      shell,
      operation?.type === 'BadSubstitution' ? `\${${operation.text.replace(BAD_MARK, '')}}` : `\${#${parameter}}`,
    )
  }
  if (shell.dialect.isBash) return
  const known = shell.dialect.name === 'ash' ? OF_ASH : SMALL_SET
  if (parameter.includes('[') || (type !== undefined && !known.has(type))) throw badSubstitution(shell, '')
}

/** ${!x}: what the text of x names. Of a reference it is the name that it leads to. */
function* indirect(
  expansion: Expansion,
  parameter: string,
  operation: Operation | undefined,
  surroundings: Surroundings,
): Generator<Wait, Piece[], void> {
  const { shell } = expansion
  const own = isName(parameter) ? shell.variables.own(parameter) : undefined
  if (own?.isReference) return emitText(own.text ?? '', surroundings)
  const { text, list } = yield* lookUp(expansion, parameter)
  const name = text ?? list?.join(' ')
  if (name === undefined) throw new ShellError(`${parameter}: invalid indirect expansion`, { endsLine: true })
  if (!/^(?:[A-Za-z_][A-Za-z0-9_]*(?:\[[\s\S]+\])?|[0-9]+|[@*#?$!-])$/.test(name)) {
    throw new ShellError(`${name}: invalid variable name`, { endsLine: true })
  }
  return yield* applied(expansion, yield* lookUp(expansion, name), operation ?? null, surroundings)
}

function* applied(
  expansion: Expansion,
  found: Found,
  operation: Operation | null,
  surroundings: Surroundings,
): Generator<Wait, Piece[], void> {
  const { shell } = expansion
  switch (operation?.type) {
    case 'DefaultValue':
      return has(shell, found, operation.checkEmpty)
        ? emit(expansion, found, surroundings)
        : yield* operand(expansion, operation.word, surroundings)
    case 'UseAlternative':
      return has(shell, found, operation.checkEmpty)
        ? yield* operand(expansion, operation.word, surroundings)
        : surroundings.isQuoted && found.list === undefined
          ? emitText('', surroundings)
          : []
    case 'AssignDefault': {
      if (has(shell, found, operation.checkEmpty)) return emit(expansion, found, surroundings)
      const text = yield* expansion.text(operation.word)
      setParameter(expansion.shell, found, text)
      return emitText(text, surroundings)
    }
    case 'ErrorIfUnset': {
      if (has(shell, found, operation.checkEmpty)) return emit(expansion, found, surroundings)
      const text = operation.word === null ? '' : yield* expansion.text(operation.word)
      throw notSet(expansion.shell, found, text, operation.checkEmpty)
    }
    default:
      return yield* changed(expansion, found, operation, surroundings)
  }
}

/** With `checkEmpty` what is empty is as what isn't set. To dash $@ is always set. */
function has({ dialect }: Shell, { text, list }: Found, checkEmpty: boolean): boolean {
  if (list !== undefined && dialect.name === 'dash' && !checkEmpty) return true
  if (list !== undefined) return list.length > 0 && (!checkEmpty || list.length > 1 || list[0] !== '')
  return text !== undefined && (!checkEmpty || text !== '')
}

/** In double quotes all of the word is quoted, too. */
function* operand(expansion: Expansion, word: WordNode, surroundings: Surroundings): Generator<Wait, Piece[], void> {
  return yield* expansion.pieces(word.parts, { ...surroundings, isOperand: true })
}

function notSet({ dialect, statusOfUnset }: Shell, { name }: Found, text: string, checkEmpty: boolean): ShellError {
  const standard = dialect.isBash
    ? `parameter ${checkEmpty ? 'null or ' : ''}not set`
    : `parameter not set${checkEmpty ? ' or null' : ''}`
  const status = dialect.isBash ? statusOfUnset : 2
  return new ShellError(`${name}: ${text === '' ? standard : text}`, { status, isFatal: true })
}

/** Of the elements; loops ask for it again and again. */
function countOf(variable: Variable | undefined): number {
  return variable?.elements?.size ?? variable?.entries?.size ?? (variable?.text === undefined ? 0 : 1)
}

function emit({ shell }: Expansion, found: Found, surroundings: Surroundings): Piece[] {
  if (found.list !== undefined) return emitList(shell, found.list, found.isStar ?? false, surroundings)
  return emitText(found.text ?? '', surroundings)
}

/** What needs a value. */
function* changed(
  expansion: Expansion,
  found: Found,
  operation: Operation | null,
  surroundings: Surroundings,
): Generator<Wait, Piece[], void> {
  const { shell } = expansion
  if (found.text === undefined && found.list === undefined && shell.options.has('nounset')) shell.unbound(found.shown)
  switch (operation?.type) {
    case 'Length': {
      // dash counts the characters of $@.
      const text = shell.dialect.name === 'dash' ? (found.text ?? found.list?.join(' ')) : found.text
      const length = text === undefined ? (found.list?.length ?? 0) : charactersOf(shell, text).length
      return emitText(String(length), surroundings)
    }
    case 'Substring':
      return yield* substring(expansion, found, operation, surroundings)
    case 'Transform':
      return yield* transform(expansion, found, operation.operator, surroundings)
    case undefined:
      if (found.list !== undefined) yield* shell.task.work(found.list.length >> WORK_OF_ELEMENTS)
      return emit(expansion, found, surroundings)
    default: {
      const change = yield* changeOf(expansion, operation as Operation)
      if (found.list === undefined) return emitText(change(found.text ?? ''), surroundings)
      const texts: string[] = []
      for (const text of found.list) {
        yield* shell.task.work()
        texts.push(change(text))
      }
      return emitList(shell, texts, found.isStar ?? false, surroundings)
    }
  }
}

/** What is done to each text. */
function* changeOf(expansion: Expansion, operation: Operation): Generator<Wait, (text: string) => string, void> {
  const { shell } = expansion
  switch (operation.type) {
    case 'PatternRemoval': {
      const pattern = yield* patternFrom(expansion, operation.pattern)
      return text => removeMatch(text, pattern, operation.side, operation.greedy)
    }
    case 'PatternReplacement': {
      const pattern = yield* patternFrom(expansion, operation.pattern)
      const pieces =
        operation.replacement === null ? [] : yield* expansion.pieces(operation.replacement.parts, { isQuoted: false })
      const replacement = replacementOf(pieces, shell.dialect.isBash)
      return text => replaceMatches(text, pattern, replacement, operation)
    }
    case 'CaseModification': {
      const pattern = operation.pattern === null ? undefined : yield* patternFrom(expansion, operation.pattern, true)
      return text => changeLetters(text, pattern, operation)
    }
    default:
      throw badSubstitution(shell, '')
  }
}

/** `isPlain`: the parser has left * and [ in literals. */
function* patternFrom(expansion: Expansion, word: WordNode, isPlain = false): Generator<Wait, Pattern, void> {
  const { shell } = expansion
  const pieces = yield* expansion.pieces(word.parts, { isQuoted: false })
  const text = patternOf(isPlain ? pieces.map(piece => (piece.isQuoted ? piece : patternPiece(piece.text))) : pieces)
  return compilePattern(text, {
    extglob: shell.shopt.has('extglob'),
    nocase: shell.shopt.has('nocasematch') && !isPlain,
  })
}
