/** Types that a script may name: for conversions, and with what they can be asked. */
import { runtimeFailure } from './errors.js'
import { isTrue, itemsOf, numberOf, Thing, textOf, type Value } from './values.js'

const NUMBERS = ['int', 'int32', 'int64', 'long', 'uint32', 'uint64', 'byte', 'int16']
const FLOATS = ['double', 'decimal', 'float', 'single']
const CASTS: readonly string[] = [
  ...NUMBERS,
  ...FLOATS,
  ...['string', 'bool', 'boolean', 'switch', 'void', 'array', 'object', 'object[]', 'string[]', 'int[]'],
  ...['pscustomobject', 'psobject', 'hashtable', 'ordered', 'char'],
]

export function isKnownCast(type: string): boolean {
  return CASTS.includes(type)
}

/** Throws Failure for what can't be converted. */
export function asType(type: string, value: Value): Value {
  if (NUMBERS.includes(type)) return Math.round(toNumber(type, value))
  if (FLOATS.includes(type)) return toNumber(type, value)
  switch (type) {
    case 'string':
    case 'char':
      return textOf(value)
    case 'bool':
    case 'boolean':
    case 'switch':
      return isTrue(value)
    case 'array':
    case 'object[]':
      return itemsOf(value)
    case 'string[]':
      return itemsOf(value).map(textOf)
    case 'int[]':
      return itemsOf(value).map(it => toNumber('int', it))
    case 'pscustomobject':
      return value instanceof Thing ? new Thing('PSCustomObject', Object.fromEntries(value.entries)) : value
    case 'void':
      return null
    default:
      return value
  }
}

const NAMES: Readonly<Record<string, string>> = { int: 'Int32', long: 'Int64', double: 'Double', decimal: 'Decimal' }

function toNumber(type: string, value: Value): number {
  const number = numberOf(value)
  if (number !== undefined) return number
  throw runtimeFailure(
    `Cannot convert value "${textOf(value)}" to type "System.${NAMES[type] ?? 'Int32'}". Error: "Input string was not in a correct format."`,
    'InvalidCastFromStringToInteger',
    'InvalidArgument',
  )
}
