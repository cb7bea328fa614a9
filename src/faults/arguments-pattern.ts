/** What the arguments of a command have to look like. */
import { wildcard } from '../guest/wildcard.js'
import type { PlainJson, PlainObject } from '../json/plain.js'

/**
 * Text may hold `*` for any text. An object names the members that matter, the others may be there or not; a list has
 * as many elements as the one that it describes. Numbers are equal by value, whether bigint or number.
 */
export type ArgumentsPattern = PlainJson

export function fits(pattern: ArgumentsPattern, value: PlainJson | undefined): boolean {
  if (typeof pattern === 'string') return typeof value === 'string' && wildcard(pattern).test(value)
  if (isNumber(pattern)) return isNumber(value) && isSame(pattern, value)
  if (pattern === null || typeof pattern !== 'object') return pattern === value
  if (value === null || typeof value !== 'object') return false
  if (isList(pattern)) {
    return isList(value) && value.length === pattern.length && pattern.every((part, index) => fits(part, value[index]))
  }
  return !isList(value) && Object.entries(pattern).every(([name, part]) => fits(part, member(value, name)))
}

/** 1n and 1 are: neither is less than the other. */
function isSame(one: number | bigint, other: number | bigint): boolean {
  return one <= other && one >= other
}

function member(object: PlainObject, name: string): PlainJson | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function isList(value: readonly PlainJson[] | PlainObject): value is readonly PlainJson[] {
  return Array.isArray(value)
}

function isNumber(value: PlainJson | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}
