/** Properties and methods of values. */
import { formatDate } from './date-format.js'
import { runtimeFailure } from './errors.js'
import { checkLength } from './operators.js'
import { itemsOf, Moment, numberOf, Thing, textOf, type Value } from './values.js'

/** $null for one that isn't there. Of an array that has no such property each item is asked. */
export function propertyOf(value: Value, name: string): Value {
  const key = name.toLowerCase()
  if (value instanceof Thing) {
    if (value.has(name)) return value.get(name)
    if (value.type === 'Hashtable' && key === 'keys') return value.entries.map(([it]) => it)
    if (value.type === 'Hashtable' && key === 'values') return value.entries.map(([, it]) => it)
    if (key === 'count') return value.type === 'Hashtable' ? value.entries.length : 1
    return null
  }
  if (value instanceof Uint8Array) return key === 'length' || key === 'count' ? value.length : null
  if (Array.isArray(value)) {
    if (key === 'count' || key === 'length') return value.length
    return value.map(it => propertyOf(it, name)).filter(it => it !== null)
  }
  if (key === 'count') return value === null ? 0 : 1
  return key === 'length' && value !== null ? (typeof value === 'string' ? value.length : 1) : null
}

type Method = (value: Value, args: readonly Value[]) => Value | undefined

/** Of a string; undefined for any other. */
function onText(action: (text: string, first: string, args: readonly Value[]) => Value): Method {
  return (value, args) => (typeof value === 'string' ? action(value, textOf(args[0] ?? null), args) : undefined)
}

function onTable(action: (table: Thing, key: string, args: readonly Value[]) => Value): Method {
  return (value, args) =>
    value instanceof Thing && value.type === 'Hashtable' ? action(value, textOf(args[0] ?? null), args) : undefined
}

function onEncoding(action: (name: 'utf8' | 'utf16le', value: Value) => Value): Method {
  return (value, [given = null]) => {
    if (!(value instanceof Thing) || value.type !== 'Encoding') return undefined
    return action(textOf(value.get('WebName')) === 'utf-8' ? 'utf8' : 'utf16le', given)
  }
}

function charactersOf(args: readonly Value[]): string {
  const characters = args.flatMap(itemsOf).map(textOf).join('')
  return characters === '' ? '\\s' : characters.replace(/[\]\\^-]/g, '\\$&')
}

function trimmedAtStart(text: string, args: readonly Value[]): string {
  return text.replace(new RegExp(`^[${charactersOf(args)}]+`), '')
}

function trimmedAtEnd(text: string, args: readonly Value[]): string {
  const isOff = new RegExp(`[${charactersOf(args)}]`)
  let end = text.length
  while (end > 0 && isOff.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

function padded(text: string, first: string): number {
  const width = Number(first)
  checkLength(Math.max(width, text.length))
  return width
}

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['tostring', toText],
  ['trim', onText((text, _, args) => trimmedAtEnd(trimmedAtStart(text, args), args))],
  ['trimstart', onText((text, _, args) => trimmedAtStart(text, args))],
  ['trimend', onText((text, _, args) => trimmedAtEnd(text, args))],
  ['toupper', onText(text => text.toUpperCase())],
  ['tolower', onText(text => text.toLowerCase())],
  ['split', onText((text, _, args) => text.split(new RegExp(`[${charactersOf(args)}]`)))],
  ['replace', onText((text, first, args) => text.replaceAll(first, textOf(args[1] ?? null)))],
  ['contains', (value, [wanted = null]) => (Array.isArray(value) ? value.includes(wanted) : hasText(value, wanted))],
  ['startswith', onText((text, first) => text.startsWith(first))],
  ['endswith', onText((text, first) => text.endsWith(first))],
  ['indexof', onText((text, first) => text.indexOf(first))],
  ['lastindexof', onText((text, first) => text.lastIndexOf(first))],
  ['padleft', onText((text, first, args) => text.padStart(padded(text, first), textOf(args[1] ?? ' ')))],
  ['padright', onText((text, first, args) => text.padEnd(padded(text, first), textOf(args[1] ?? ' ')))],
  ['substring', onText(substring)],
  ['containskey', onTable((table, key) => table.has(key))],
  ['add', onTable(addEntry)],
  ['remove', onTable(removeEntry)],
  ['getbytes', onEncoding((name, value) => new Uint8Array(Buffer.from(textOf(value), name)))],
  ['getstring', onEncoding((name, value) => (value instanceof Uint8Array ? Buffer.from(value).toString(name) : ''))],
  ['waitforstatus', value => (value instanceof Thing && value.type === 'Service' ? null : undefined)],
  ['refresh', value => (value instanceof Thing && value.type === 'Service' ? null : undefined)],
])

function addEntry(table: Thing, key: string, args: readonly Value[]): null {
  table.set(key, args[1] ?? null)
  return null
}

function removeEntry(table: Thing, key: string): null {
  table.remove(key)
  return null
}

function hasText(value: Value, wanted: Value): Value | undefined {
  return typeof value === 'string' ? value.includes(textOf(wanted)) : undefined
}

function substring(text: string, _: string, args: readonly Value[]): Value {
  const [start = 0, length = text.length - start] = args.map(it => numberOf(it) ?? 0)
  if (start < 0 || length < 0 || start + length > text.length) {
    throw runtimeFailure(
      'Exception calling "Substring": "Index and length must refer to a location within the string."',
      'ArgumentOutOfRangeException',
      'NotSpecified',
    )
  }
  return text.slice(start, start + length)
}

function toText(value: Value, args: readonly Value[]): Value | undefined {
  if (value === null) return undefined
  if (value instanceof Moment && args.length > 0) return formatDate(textOf(args[0] ?? null), value.time)
  return textOf(value)
}

export function isKnownMethod(name: string): boolean {
  return METHODS.has(name.toLowerCase())
}

export function callMethod(value: Value, name: string, args: readonly Value[]): Value {
  if (value === null) {
    throw runtimeFailure('You cannot call a method on a null-valued expression.', 'InvokeMethodOnNull')
  }
  const result = METHODS.get(name.toLowerCase())?.(value, args)
  if (result !== undefined) return result
  const type = typeof value === 'string' ? 'System.String' : value instanceof Thing ? value.type : typeof value
  throw runtimeFailure(
    `Method invocation failed because [${type}] does not contain a method named '${name}'.`,
    'MethodNotFound',
  )
}
