/** ConvertTo-Json, with the blanks of Windows PowerShell, and ConvertFrom-Json. */
import type { Call, Cmdlet, Doing } from '../call.js'
import { fromItems, Moment, numberOf, Thing, textOf, type Value } from '../values.js'

const DEPTH = 2

function* toJson(call: Call): Doing {
  const given = call.get('inputobject')
  const value = given === undefined ? fromItems([...(call.input ?? [])]) : given
  const depth = numberOf(call.get('depth') ?? null) || DEPTH
  yield* call.put(jsonOf(value, call.has('compress') ? undefined : '', depth))
}

/** `indent`: blanks in front of the line; undefined for all in one line. What lies deeper than `depth` is a string. */
function jsonOf(value: Value, indent: string | undefined, depth: number): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return JSON.stringify(value)
  if (value instanceof Moment) return JSON.stringify(`/Date(${value.at / 1_000_000n})/`)
  if (value instanceof Thing && value.type === 'Enum') return textOf(value.get('value__'))
  if (value instanceof Thing) {
    if (value.type === 'Version' || depth >= 0) return group('{}', members(value, indent, depth), indent)
    return quoted(textOf(value))
  }
  if (Array.isArray(value) && depth >= 0) {
    const inner = indent === undefined ? undefined : `${indent}    `
    return group(
      '[]',
      value.map(it => jsonOf(it, inner, depth - 1)),
      indent,
    )
  }
  return quoted(textOf(value))
}

function members(thing: Thing, indent: string | undefined, depth: number): readonly string[] {
  return thing.entries.map(([name, value]) => {
    const key = quoted(name)
    if (indent === undefined) return `${key}:${jsonOf(value, indent, depth - 1)}`
    // What stands behind a key is indented as far as the key reaches.
    return `${key}:  ${jsonOf(value, ' '.repeat(indent.length + 4 + key.length + 3), depth - 1)}`
  })
}

function group(brackets: string, parts: readonly string[], indent: string | undefined): string {
  const [open = '', close = ''] = brackets
  if (indent === undefined) return `${open}${parts.join(',')}${close}`
  if (parts.length === 0) return `${open}\r\n\r\n${indent}${close}`
  return `${open}\r\n${parts.map(part => `${indent}    ${part}`).join(',\r\n')}\r\n${indent}${close}`
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/[<>&']/g, it => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function* fromJson(call: Call): Doing {
  const text = call.texts('inputobject').join('\n')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw call.failure('Invalid JSON primitive: .', { exception: 'ArgumentException', id: 'System.ArgumentException' })
  }
  yield* call.put(fromParsed(parsed))
}

function fromParsed(parsed: unknown): Value {
  if (Array.isArray(parsed)) return parsed.map(fromParsed)
  if (typeof parsed === 'object' && parsed !== null) {
    const thing = new Thing('PSCustomObject')
    for (const [name, value] of Object.entries(parsed)) thing.set(name, fromParsed(value))
    return thing
  }
  return typeof parsed === 'string' || typeof parsed === 'number' || typeof parsed === 'boolean' ? parsed : null
}

export const jsonCmdlets: readonly Cmdlet[] = [
  {
    name: 'ConvertTo-Json',
    parameters: { inputobject: 'value', depth: 'value', compress: 'switch' },
    positions: ['inputobject'],
    run: toJson,
  },
  { name: 'ConvertFrom-Json', parameters: { inputobject: 'value' }, positions: ['inputobject'], run: fromJson },
]
