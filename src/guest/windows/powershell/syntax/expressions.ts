/** Expressions, from the operator that binds least to what they are made of. */
import type { Reader } from './reader.js'
import { literal, readString, readVariable } from './strings.js'
import type { Expression, Statement } from './tree.js'

const COMPARISONS = [
  ...['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like', 'notlike', 'match', 'notmatch'],
  ...['contains', 'notcontains', 'in', 'notin', 'replace', 'split'],
].flatMap(name => [name, `i${name}`, `c${name}`])

/** Operators of each level; those of words stand behind a dash. */
const LEVELS: readonly (readonly string[])[] = [
  ['-and', '-or', '-xor'],
  [...COMPARISONS, 'join', 'is', 'isnot', 'as'].map(name => `-${name}`),
  ['+', '-'],
  ['*', '/', '%'],
  ['-f'],
  ['..'],
]

export function readExpression(reader: Reader): Expression {
  return reader.nested(() => readLevel(reader, 0))
}

function readLevel(reader: Reader, level: number): Expression {
  const operators = LEVELS[level]
  if (operators === undefined) return readItems(reader)
  let left = readLevel(reader, level + 1)
  for (;;) {
    const before = reader.at
    reader.skipBlanks()
    const operator = readOperator(reader, operators)
    if (operator === undefined) {
      reader.at = before
      return left
    }
    reader.skipLines()
    left = { kind: 'binary', operator, left, right: readLevel(reader, level + 1) }
  }
}

/** In small letters, without the dash of words. */
function readOperator(reader: Reader, operators: readonly string[]): string | undefined {
  const start = reader.at
  const [found = ''] = reader.match(/-[A-Za-z]+|\.\.|[-+*/%](?![-+=])/y) ?? []
  if (operators.includes(found.toLowerCase())) return found.toLowerCase().replace(/^-(?=.)/, '')
  reader.at = start
  return undefined
}

function readItems(reader: Reader): Expression {
  return readList(reader, readUnary)
}

/** Commas make an array. */
export function readList(reader: Reader, readItem: (reader: Reader) => Expression): Expression {
  const first = readItem(reader)
  const items = [first]
  for (;;) {
    const before = reader.at
    reader.skipBlanks()
    if (!reader.take(',')) {
      reader.at = before
      return items.length === 1 ? first : { kind: 'items', items }
    }
    reader.skipLines()
    items.push(readItem(reader))
  }
}

function readUnary(reader: Reader): Expression {
  const [whole, word] = reader.match(/-(not|join|split)\b|[!,]|[-+](?=[\s$(\d.])(?![-+])/iy) ?? []
  if (whole === undefined) return readPostfix(reader)
  reader.skipBlanks()
  const operator = word?.toLowerCase() ?? (whole === '!' ? 'not' : whole)
  return { kind: 'unary', operator, of: reader.nested(() => readUnary(reader)) }
}

/** With what stands right behind it: members, indexes. Of an argument of a command no more than that is read. */
export function readPostfix(reader: Reader): Expression {
  let value = readPrimary(reader)
  for (;;) {
    if (reader.match(/\+\+|--(?![\w>])/y)) {
      value = { kind: 'step', of: value, by: reader.text[reader.at - 1] === '+' ? 1 : -1 }
    } else if (reader.take('[')) {
      const at = readInBrackets(reader, ']')
      value = { kind: 'index', of: value, at }
    } else if (reader.fits(/::|\.(?=[A-Za-z_$'"(])/y)) value = readMember(reader, value)
    else return value
  }
}

function readInBrackets(reader: Reader, closing: string): Expression {
  reader.skipLines()
  const value = readExpression(reader)
  reader.expect(closing)
  return value
}

function readMember(reader: Reader, of: Expression): Expression {
  const { line } = reader
  const isStatic = reader.take('::')
  if (!isStatic) reader.at++
  const [word] = reader.match(/\w+/y) ?? []
  const name = word === undefined ? readPrimary(reader) : literal(word)
  if (!reader.take('(')) return { kind: 'member', of, name, isStatic, line }
  const args: Expression[] = []
  reader.skipLines()
  while (!reader.take(')')) {
    // A comma parts arguments here, and makes no array.
    args.push(reader.nested(() => readArgument(reader)))
    reader.skipLines()
    if (!reader.take(',') && reader.peek() !== ')') reader.fail()
    reader.skipLines()
  }
  return { kind: 'member', of, name, isStatic, args, line }
}

/** One of several between commas. */
export function readArgument(reader: Reader): Expression {
  let left = readUnary(reader)
  for (;;) {
    const before = reader.at
    reader.skipBlanks()
    const operator = readOperator(reader, LEVELS.flat())
    if (operator === undefined) {
      reader.at = before
      return left
    }
    reader.skipLines()
    left = { kind: 'binary', operator, left, right: readUnary(reader) }
  }
}

const UNITS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 }

function readPrimary(reader: Reader): Expression {
  const string = readString(reader)
  if (string !== undefined) return string
  if (reader.take('$(')) return { kind: 'output', body: reader.nested(() => reader.grammar.body(reader, ')')) }
  if (reader.take('@(')) return { kind: 'list', body: reader.nested(() => reader.grammar.body(reader, ')')) }
  if (reader.take('@{')) return readTable(reader)
  if (reader.take('(')) return readGroup(reader)
  if (reader.take('{')) return { kind: 'block', ...reader.nested(() => reader.grammar.block(reader)) }
  const variable = readVariable(reader)
  if (variable !== undefined) return variable
  const [, hex, digits, unit] = reader.match(/(?:(0x[\da-f]+)|(\d+(?:\.\d+)?|\.\d+))(?:([kmgt])b)?(?![\w\\])/iy) ?? []
  if (hex ?? digits) {
    return { kind: 'number', value: Number(hex ?? digits) * 1024 ** (UNITS[unit?.toLowerCase() ?? ''] ?? 0) }
  }
  return reader.fits(/\[/y) ? readType(reader) : reader.fail()
}

function readGroup(reader: Reader): Expression {
  reader.skipLines()
  const body = reader.nested(() => reader.grammar.statement(reader))
  reader.expect(')')
  return { kind: 'group', body }
}

function readTable(reader: Reader): Expression {
  const entries: [Expression, Statement][] = []
  reader.skipEnds()
  while (!reader.take('}')) {
    const [word] = reader.match(/[A-Za-z_]\w*/y) ?? []
    const key = word === undefined ? readPostfix(reader) : literal(word)
    reader.expect('=')
    reader.skipLines()
    entries.push([key, reader.nested(() => reader.grammar.statement(reader))])
    reader.skipEnds()
  }
  return { kind: 'table', entries }
}

/** `[int]`, `[int]$x`, `[string[]]`. */
function readType(reader: Reader): Expression {
  const { line } = reader
  const name = readTypeName(reader) ?? reader.fail()
  const before = reader.at
  reader.skipBlanks()
  // What stands behind it is converted, unless it is asked for a member of the type.
  if (reader.fits(/["'$@([{]|[\d.]*\d|-\d/y)) {
    return { kind: 'cast', type: name, of: reader.nested(() => readUnary(reader)), line }
  }
  reader.at = before
  return { kind: 'type', name, line }
}

/** In small letters. */
export function readTypeName(reader: Reader): string | undefined {
  const [, name] = reader.match(/\[\s*([A-Za-z][\w.]*(?:\[\])?)\s*\]/y) ?? []
  return name?.toLowerCase().replace(/^system\./, '')
}
