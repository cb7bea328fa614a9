/** The key=value lists of options: which keys they have, and of what kind. */
import { QemuError } from './error.js'
import { parseKeyValues } from './key-values.js'
import { isNumber, parseSize } from './quantities.js'
import type { Word } from './words.js'

type Kind = 'text' | 'number' | 'boolean' | 'size'

export interface GroupSpec {
  /** What a second one of the same id is called: "chardev". */
  readonly name: string
  /** The key of a first value that has none in front. */
  readonly implied?: string
  /** Undefined: any. */
  readonly keys?: Readonly<Record<string, Kind>>
  /** The units of sizes that name none; bytes for the others. */
  readonly units?: Readonly<Record<string, string>>
  /** `id` is a key like any other, which it doesn't have. */
  readonly hasNoId?: true
  /** A word alone means on, or with `no` in front off, which QEMU has come to regret. */
  readonly toleratesShort?: true
}

/** The last value of each key. */
export type Group = ReadonlyMap<string, string>

/** Throws QemuError. `warn` is told what is deprecated, in two lines. */
export function readGroup({ typed, value }: Word, spec: GroupSpec, warn: (text: string) => void): Group {
  const pairs = parseKeyValues(value, spec.implied)
  const group = new Map(pairs.map(pair => [pair.key, pair.value]))
  const id = pairs.find(({ key }) => key === 'id')?.value
  if (id !== undefined && !isIdentifier(id)) throw new QemuError(`${typed}: ${identifierExpected()}`)
  if (id !== undefined) group.set('id', id)
  for (const { key, value: given, isShort } of pairs) {
    if (isShort && !spec.toleratesShort) {
      // What `no` is taken for is taken off even where the key then isn't known.
      const asWritten = given === 'off' ? `no${key}` : key
      warn(`${typed}: warning: short-form boolean option '${asWritten}' deprecated\nPlease use ${key}=${given} instead`)
    }
    if (key !== 'id' || spec.hasNoId) check(key, given, spec, typed)
  }
  return group
}

export function isIdentifier(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9._-]*$/.test(text)
}

export function identifierExpected(): string {
  return "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter."
}

function check(key: string, value: string, { keys, units }: GroupSpec, typed: string): void {
  if (keys === undefined) return
  const kind = keys[key]
  if (kind === undefined) throw new QemuError(`${typed}: Invalid parameter '${key}'`)
  const trouble = TROUBLES[kind](key, value, units?.[key])
  if (trouble !== undefined) throw new QemuError(`${typed}: ${trouble}`)
}

const TROUBLES: Readonly<Record<Kind, (key: string, value: string, unit?: string) => string | undefined>> = {
  text: () => undefined,
  number: (key, value) => (isNumber(value) ? undefined : `Parameter '${key}' expects a number`),
  boolean: (key, value) => (readFlag(value) === undefined ? `Parameter '${key}' expects 'on' or 'off'` : undefined),
  size: (key, value, unit) => {
    const size = parseSize(value, unit)
    if (size === 'out of range') return `Value '${value}' is out of range for parameter '${key}'`
    return size === 'malformed' ? sizeExpected(key) : undefined
  },
}

function sizeExpected(key: string): string {
  return `Parameter '${key}' expects a non-negative number below 2^64
Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-
and exabytes, respectively.`
}

/** Undefined for what is neither. */
export function readFlag(value: string): boolean | undefined {
  if (['on', 'yes', 'true', 'y'].includes(value)) return true
  return ['off', 'no', 'false', 'n'].includes(value) ? false : undefined
}
