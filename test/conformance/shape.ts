/** What remains of a reply when its values are of the machine: names, types, order of members, and how it is written. */
import { findProfile, isVersion } from '../../src/agent/versions.js'
import type { Doubles } from '../../src/json/dialect.js'
import { JsonStream, type Message } from '../../src/json/stream.js'
import { isJsonObject, type JsonValue } from '../../src/json/value.js'
import { writeJson } from '../../src/json/write.js'

/** Of a list: the kinds of elements that are in it, neither how many of each nor in which order. */
export type Shape =
  | string
  | { readonly kinds: readonly Shape[] }
  | { readonly members: readonly (readonly [name: string, shape: Shape])[] }

/**
 * The same for replies that differ in values alone. What isn't written as QEMU writes it is its own shape, so that
 * blanks, escapes, digits and places of members have to be right as well. `version`: of the agent; it decides how
 * doubles are written.
 */
export function shapeOf(reply: Buffer, version: string): Shape {
  const text = reply.toString('latin1')
  const values = parseAll(reply)
  const written = values?.map(value => `${writeJson(asInserted(value), doublesOf(version))}\n`).join('')
  return values === undefined || written !== text ? text : shape(values)
}

export function sameShape(one: Shape, other: Shape): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/**
 * Two machines may have different things to list. What the one that has fewer kinds of them tells, the other tells as well.
 */
export function alikeInShape(one: Shape, other: Shape): boolean {
  return covers(one, other) || covers(other, one)
}

function covers(more: Shape, less: Shape): boolean {
  if (typeof more === 'string' || typeof less === 'string') return more === less
  if ('kinds' in more) return 'kinds' in less && less.kinds.every(it => more.kinds.some(kind => covers(kind, it)))
  if ('kinds' in less || more.members.length !== less.members.length) return false
  return more.members.every(([name, member], at) => {
    const [otherName, otherMember] = less.members[at] as readonly [string, Shape]
    return name === otherName && covers(member, otherMember)
  })
}

function parseAll(bytes: Buffer): JsonValue[] | undefined {
  const messages: Message[] = []
  new JsonStream(message => messages.push(message)).feed(bytes)
  const values = messages.flatMap(message => ('value' in message ? [message.value] : []))
  return values.length === messages.length ? values : undefined
}

function doublesOf(version: string): Doubles {
  return isVersion(version, 'linux') ? findProfile(version, 'linux').behaviour.doubles : 'f'
}

/** A dictionary gives members of one bucket in reverse: for those to come in this order they were put in the other way. */
function asInserted(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(asInserted)
  if (!isJsonObject(value)) return value
  return new Map([...value].reverse().map(([name, member]) => [name, asInserted(member)]))
}

function shape(value: JsonValue): Shape {
  if (isList(value)) {
    const kinds = new Map(value.map(shape).map(kind => [JSON.stringify(kind), kind]))
    return { kinds: [...kinds.keys()].sort().map(key => kinds.get(key) as Shape) }
  }
  if (isJsonObject(value)) return { members: [...value].map(([name, member]) => [name, shape(member)]) }
  return value === null ? 'null' : typeof value
}

// Array.isArray does not narrow readonly arrays.
const isList: (value: JsonValue) => value is readonly JsonValue[] = Array.isArray as never
