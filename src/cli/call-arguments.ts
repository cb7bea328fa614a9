import { commands } from '../commands/registry.js'
import type { AlternateDescriptor, Descriptor } from '../qapi/descriptor.js'
import { usageError } from './exit-status.js'

/**
 * The arguments of a command as the text of a JSON object, from what the user typed: one JSON object, passed on as it
 * is, or any number of `key=value`. Undefined if nothing was typed.
 *
 * @throws CommandFailure (usage)
 */
export function toArguments(command: string, words: readonly string[]): string | undefined {
  const [first, ...rest] = words
  if (first === undefined) return undefined
  if (first.trimStart().startsWith('{')) {
    if (rest.length > 0) throw usageError(`expected one JSON object, got more: ${rest.join(' ')}. Put it in quotes.`)
    return checked(first)
  }
  return `{${words.map(word => member(command, word)).join(', ')}}`
}

function checked(text: string): string {
  try {
    JSON.parse(text)
  } catch (error) {
    throw usageError(`the arguments are no JSON: ${(error as Error).message}`)
  }
  return text
}

function member(command: string, word: string): string {
  const equals = word.indexOf('=')
  if (equals < 1) throw usageError(`expected a JSON object or key=value, got ${word}`)
  const [key, value] = [word.slice(0, equals), word.slice(equals + 1)]
  return `${JSON.stringify(key)}: ${toJson(key, value, descriptorOf(command, key))}`
}

function descriptorOf(command: string, key: string): Descriptor | undefined {
  const args: Readonly<Record<string, Descriptor>> | undefined = commands.find(({ name }) => name === command)?.args
    .members
  return args?.[key]
}

const INTEGER = /^-?(0|[1-9]\d*)$/

/** The text of a value: as the command wants it, or, where that isn't known, as it looks. */
function toJson(key: string, value: string, descriptor: Descriptor | undefined): string {
  switch (descriptor?.kind) {
    case 'str':
    case 'enum':
      return JSON.stringify(value)
    case 'int':
    case 'uint64':
      if (INTEGER.test(value)) return value
      throw usageError(`${key}: expected an integer, got ${value}`)
    case 'bool':
      if (value === 'true' || value === 'false') return value
      throw usageError(`${key}: expected true or false, got ${value}`)
    case 'list':
    case 'struct':
      return checked(value)
    case 'alternate':
      return alternate(key, value, descriptor as AlternateDescriptor)
    default:
      return INTEGER.test(value) || value === 'true' || value === 'false' ? value : JSON.stringify(value)
  }
}

function alternate(key: string, value: string, { scalar, values: { values } }: AlternateDescriptor): string {
  if (values.includes(value)) return JSON.stringify(value)
  const fits = scalar === 'bool' ? value === 'true' || value === 'false' : INTEGER.test(value)
  if (fits) return value
  const expected = scalar === 'bool' ? 'true, false' : 'an integer'
  throw usageError(`${key}: expected ${expected} or one of ${values.join(', ')}, got ${value}`)
}
