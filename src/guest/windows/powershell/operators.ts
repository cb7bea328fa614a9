/** Operators between two values. */
import { MOST_MEMORY } from '../../tasks/task.js'
import { outOfMemory, runtimeFailure } from './errors.js'
import { cut, firstMatch, isLike, replaced } from './matching.js'
import { asType } from './types.js'
import { isTrue, itemsOf, numberOf, Thing, TypeName, textOf, type Value } from './values.js'

/** $Matches, where -match has found something. */
export type OnMatch = (found: RegExpExecArray) => void

export function operate(operator: string, left: Value, right: Value, onMatch: OnMatch): Value {
  switch (operator) {
    case 'and':
      return isTrue(left) && isTrue(right)
    case 'or':
      return isTrue(left) || isTrue(right)
    case 'xor':
      return isTrue(left) !== isTrue(right)
    case '+':
      return add(left, right)
    case '-':
    case '/':
    case '%':
      return calculate(operator, left, right)
    case '*':
      return typeof left === 'string' ? repeated(left, number(right)) : calculate(operator, left, right)
    case '..':
      return range(number(left), number(right))
    case 'f':
      return format(textOf(left), itemsOf(right))
    case 'join':
      return joined(itemsOf(left).map(textOf), textOf(right))
    case 'is':
    case 'isnot':
      return isOf(left, right) === (operator === 'is')
    case 'as':
      return asType(right instanceof TypeName ? right.name : textOf(right), left)
    default:
      return compareAll(operator, left, right, onMatch)
  }
}

function number(value: Value): number {
  const result = numberOf(value)
  if (result !== undefined) return result
  throw runtimeFailure(
    `Cannot convert value "${textOf(value)}" to type "System.Int32". Error: "Input string was not in a correct format."`,
    'InvalidCastFromStringToInteger',
    'InvalidArgument',
  )
}

function repeated(text: string, count: number): string {
  checkLength(text.length * count)
  return text.repeat(Math.max(0, Math.round(count)))
}

/** The guest's memory is the host's. Throws Failure. */
export function checkLength(characters: number): void {
  if (characters > MOST_MEMORY) throw outOfMemory()
}

/** Throws Failure. */
export function joined(texts: readonly string[], separator: string): string {
  checkLength(texts.reduce((length, text) => length + text.length, separator.length * texts.length))
  return texts.join(separator)
}

function add(left: Value, right: Value): Value {
  if (Array.isArray(left)) return [...left, ...itemsOf(right)]
  if (typeof left === 'string') return joined([left, textOf(right)], '')
  if (left instanceof Thing && right instanceof Thing) {
    return new Thing('Hashtable', Object.fromEntries([...left.entries, ...right.entries]))
  }
  if (left === null && typeof right !== 'number') return right
  return calculate('+', left, right)
}

function calculate(operator: string, left: Value, right: Value): number {
  const [a, b] = [number(left), number(right)]
  if (b === 0 && (operator === '/' || operator === '%')) {
    throw runtimeFailure('Attempted to divide by zero.', 'RuntimeException', 'NotSpecified')
  }
  if (operator === '+') return a + b
  if (operator === '-') return a - b
  if (operator === '*') return a * b
  return operator === '/' ? a / b : a % b
}

const LONGEST_RANGE = 100_000

function range(from: number, to: number): Value {
  const [first, last] = [Math.round(from), Math.round(to)]
  const length = Math.min(Math.abs(last - first) + 1, LONGEST_RANGE)
  return Array.from({ length }, (_, index) => first + (last < first ? -index : index))
}

/** `'{0:D2} {1}' -f 1, 'x'`; widths, and D, N, X, F of formats. */
function format(pattern: string, values: readonly Value[]): string {
  return pattern.replace(
    /\{\{|\}\}|\{(\d+)(?:,(-?\d+))?(?::([^}]*))?\}/g,
    (whole, at?: string, width = '', how = '') => {
      if (at === undefined) return whole.slice(1)
      const text = formatted(values[Number(at)] ?? null, how)
      checkLength(Math.abs(Number(width)))
      return width.startsWith('-') ? text.padEnd(-Number(width)) : text.padStart(Number(width))
    },
  )
}

function formatted(value: Value, how: string): string {
  const [, letter = '', digits = ''] = /^([dnxf])(\d*)$/i.exec(how) ?? []
  if (typeof value !== 'number' || letter === '') return textOf(value)
  switch (letter.toLowerCase()) {
    case 'd':
      return `${Math.abs(value)}`.padStart(Number(digits), '0').replace(/^/, value < 0 ? '-' : '')
    case 'x': {
      const text = value.toString(16).padStart(Number(digits), '0')
      return letter === 'X' ? text.toUpperCase() : text
    }
    default: {
      const text = value.toFixed(digits === '' ? 2 : Math.min(Number(digits), 20))
      return letter.toLowerCase() === 'f' ? text : text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')
    }
  }
}

function isOf(value: Value, type: Value): boolean {
  const name = type instanceof TypeName ? type.name : textOf(type).toLowerCase()
  const own = Array.isArray(value) ? 'array' : value instanceof Thing ? value.type.toLowerCase() : typeof value
  return { int32: 'number', int: 'number', bool: 'boolean', 'object[]': 'array' }[name] === own || name === own
}

/** Of an array on the left those remain that fit. */
function compareAll(operator: string, left: Value, right: Value, onMatch: OnMatch): Value {
  const [, sign = '', name = operator] =
    /^([ic])(eq|ne|g[te]|l[te]|(?:not)?(?:like|match|contains|in)|replace|split)$/.exec(operator) ?? []
  const isExact = sign === 'c'
  const same = (a: Value, b: Value) => compare(a, b, isExact) === 0
  switch (name) {
    case 'contains':
    case 'notcontains':
      return itemsOf(left).some(it => same(it, right)) === (name === 'contains')
    case 'in':
    case 'notin':
      return itemsOf(right).some(it => same(it, left)) === (name === 'in')
    case 'replace': {
      const [pattern = '', text = ''] = itemsOf(right)
      const change = (it: Value) => replaced(textOf(it), { source: textOf(pattern), isExact }, textOf(text))
      return Array.isArray(left) ? left.map(change) : change(left)
    }
    case 'split': {
      const [pattern = ' '] = itemsOf(right)
      return itemsOf(left).flatMap(it => cut(textOf(it), { source: textOf(pattern), isExact }))
    }
  }
  const fits = (it: Value) => holds(name, it, right, isExact, onMatch)
  return Array.isArray(left) ? left.filter(fits) : fits(left)
}

function holds(name: string, left: Value, right: Value, isExact: boolean, onMatch: OnMatch): boolean {
  const order = () => compare(left, right, isExact)
  switch (name) {
    case 'eq':
      return order() === 0
    case 'ne':
      return order() !== 0
    case 'gt':
      return order() > 0
    case 'ge':
      return order() >= 0
    case 'lt':
      return order() < 0
    case 'le':
      return order() <= 0
    case 'like':
    case 'notlike': {
      const fold = (text: string) => (isExact ? text : text.toLowerCase())
      return isLike(fold(textOf(left)), fold(textOf(right))) === (name === 'like')
    }
    default: {
      const found = firstMatch(textOf(left), { source: textOf(right), isExact })
      if (found !== null) onMatch(found)
      return (found !== null) === (name === 'match')
    }
  }
}

/** The right side becomes what the left is. NaN: they have no order, and are not the same. */
function compare(left: Value, right: Value, isExact: boolean): number {
  if (left === null || right === null) return left === right ? 0 : Number.NaN
  if (typeof left === 'boolean') return Number(left) - Number(isTrue(right))
  if (typeof left === 'number') return left - (numberOf(right) ?? Number.NaN)
  const fold = (value: Value) => (isExact ? textOf(value) : textOf(value).toLowerCase())
  const [a, b] = [fold(left), fold(right)]
  return a === b ? 0 : a < b ? -1 : 1
}
