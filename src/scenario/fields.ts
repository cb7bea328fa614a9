/**
 * The building blocks of the schema. Every one carries, as zod's error message, what it expects in the words of the
 * error that the user reads; explain.ts turns the two into a ScenarioIssue.
 */
import { z } from 'zod'
import { ERRNO_CODES } from '../guest/errno.js'
import { nearest } from './did-you-mean.js'
import { INSTANT_TEXT, parseInstant } from './instant.js'
import {
  DURATION_TEXT,
  DURATION_WITH_UNIT,
  parseCount,
  parseDuration,
  parseDurationWithUnit,
  parseSize,
  SIZE_TEXT,
} from './units.js'

/** What is expected, how to mend it, and what else than the value was got: lines that explain.ts takes apart. */
export function says(expected: string, hint = '', got = ''): string {
  return `${expected}\n${hint}\n${got}`
}

/** A map with exactly these keys. */
export function map<S extends z.ZodRawShape>(shape: S, what: string) {
  const keys = Object.keys(shape)
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? keys.join(' ') : says(what)),
  })
}

/** A map whose keys the user chooses; null for a value removes the entry of the parent. */
export function entries<V extends z.ZodType>(key: z.ZodString, value: V, what: string) {
  return z.record(key, value.nullable(), { error: says(what) })
}

/** A key where null is a word of its own: it takes away what the parent says. */
export function removable<V extends z.ZodType>(value: V) {
  return value.nullable().optional()
}

export function list<V extends z.ZodType>(value: V, what: string) {
  return z.array(value, { error: says(what) })
}

/** How to mend it, whatever was got or depending on that. */
type Hint = string | ((got: unknown) => string)

function saysOf(expected: string, hint: Hint = '') {
  return ({ input }: { readonly input?: unknown }) => says(expected, typeof hint === 'string' ? hint : hint(input))
}

export function choice<const V extends readonly string[]>(values: V, hint?: Hint) {
  return z.enum(values, { error: saysOf(`one of ${values.join(', ')}`, hint) })
}

/** The hint for a word that is nearly one of the known ones. */
export function didYouMean(got: unknown, known: readonly string[]): string {
  const meant = typeof got === 'string' ? nearest(got, known) : undefined
  return meant === undefined ? '' : `Did you mean "${meant}"?`
}

export function integer(least: number, most: number, what = `an integer from ${least} to ${most}`, hint?: string) {
  const error = says(what, hint)
  return z.int({ error }).min(least, { error }).max(most, { error })
}

const QUOTE = 'Put a number, a date or a word such as true in quotes to make it text.'

export function text(what = 'text') {
  return z.string({ error: says(what, what === 'text' ? QUOTE : '') })
}

export function matching(pattern: RegExp, what: string, hint?: Hint) {
  const error = saysOf(what, hint)
  return z.string({ error }).regex(pattern, { error })
}

export function flag() {
  return z.boolean({ error: says('true or false') })
}

/**
 * An integer or text that a parser understands. Type and pattern are for editors alone: the parser decides, so that
 * there is one error and not one of every branch.
 */
export function written(
  parse: (value: number | string) => unknown,
  pattern: RegExp,
  what: string,
  hint?: Hint,
  number: { readonly type: 'integer' } | { readonly const: number } = { type: 'integer' },
) {
  const error = saysOf(what, hint)
  return z
    .union([z.number().meta(number), z.string().meta({ pattern: pattern.source })], { error })
    .refine(it => parse(it) !== undefined, { error })
}

/** Of those keys exactly one, or when `optional` at most one. */
export function oneKeyOf(keys: readonly string[], optional = false) {
  const there = (value: unknown) => keys.filter(key => (value as Record<string, unknown>)[key] !== undefined)
  const expected = `${optional ? 'at most' : 'exactly'} one of the keys ${keys.join(', ')}`
  const test = (value: object) => there(value).length === 1 || (optional && there(value).length === 0)
  const error = (issue: { readonly input?: unknown }) =>
    says(expected, '', there(issue.input).join(' and ') || 'none of them')
  return [test, { error }] as const
}

export const size = written(
  parseSize,
  SIZE_TEXT,
  'a size: bytes, or text such as "10MiB" or "1.5GB"',
  'Units: B, kB MB GB TB PB (powers of 1000), KiB MiB GiB TiB PiB (powers of 1024).',
)

export const UNITS = 'Units: ns us ms s m h d.'

export const duration = written(
  parseDuration,
  DURATION_TEXT,
  'a duration: text such as "3s" or "1h30m", or nanoseconds',
  UNITS,
)

/** Where a bare 20 would be taken for seconds. */
export const durationWithUnit = written(
  parseDurationWithUnit,
  DURATION_WITH_UNIT,
  'a duration with its unit such as "20s"',
  UNITS,
  { const: 0 },
)

export const count = written(parseCount, /^\d+$/, 'a count from 0 to 9223372036854775807')

export const ZONE_NEEDED = 'A time of day needs its zone: Z, or an offset such as +02:00.'

export const instant = written(
  parseInstant,
  INSTANT_TEXT,
  'a date such as 2026-01-01T00:00:00Z, or nanoseconds since 1970',
  ZONE_NEEDED,
)

export const errno = z.enum(ERRNO_CODES, { error: says('the name of an error of Linux such as EIO or EBUSY') })

export const absolutePath = matching(/^\/(?:[^\0]*[^\0/])?$/, 'an absolute path in the guest such as /etc/motd')

/** The same, or a path of Windows: which of the two, the kind of system decides. */
export const guestPath = matching(
  /^(?:\/(?:[^\0]*[^\0/])?|(?:[A-Za-z]:[\\/]|\\\\)[^\0]*)$/,
  'an absolute path in the guest such as /etc/motd',
)

/** A word that fits between the colons of /etc/passwd. */
export const passwdField = matching(/^[^:\n]*$/, 'text without colon and line feed')

export const accountName = matching(/^[^\s:,/][^\s:,]*$/, 'a name without blanks, colons and commas')
