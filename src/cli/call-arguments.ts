import { commands } from '../commands/registry.js'
import type { AlternateDescriptor, Descriptor, StructDescriptor } from '../qapi/descriptor.js'
import { usageError } from './exit-status.js'

/** What is known of a command. */
export interface Known {
  readonly name: string
  readonly args: StructDescriptor
}

/**
 * The arguments of a command as the text of a JSON object, from what the user typed: one JSON object, passed on as it
 * is, or any number of `key=value`. Undefined if nothing was typed. `registry`: commands whose arguments are known, those
 * of the agent without it.
 *
 * @throws CommandFailure (usage)
 */
export function toArguments(
  command: string,
  words: readonly string[],
  registry: readonly Known[] = commands,
): string | undefined {
  const [first, ...rest] = words
  if (first === undefined) return undefined
  if (first.trimStart().startsWith('{')) {
    if (rest.length > 0) throw usageError(`expected one JSON object, got more: ${rest.join(' ')}. Put it in quotes.`)
    return checked(first)
  }
  const known = registry.find(({ name }) => name === command)?.args.members ?? {}
  return `{${words.map(word => member(word, known)).join(', ')}}`
}

function checked(text: string): string {
  try {
    JSON.parse(text)
  } catch (error) {
    throw usageError(`the arguments are no JSON: ${(error as Error).message}`)
  }
  return text
}

function member(word: string, known: Readonly<Record<string, Descriptor>>): string {
  const equals = word.indexOf('=')
  if (equals < 1) throw usageError(`expected a JSON object or key=value, got ${word}`)
  const [key, value] = [word.slice(0, equals), word.slice(equals + 1)]
  return `${JSON.stringify(key)}: ${toJson(key, value, Object.hasOwn(known, key) ? known[key] : undefined)}`
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
