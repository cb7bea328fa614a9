/** The arguments of a request to values, with the errors of QEMU's input visitor, in its order. */
import { qdictEntries } from '../json/qdict.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js'
import {
  branchOf,
  type Descriptor,
  type Infer,
  isAlternate,
  isEnum,
  isList,
  isStruct,
  isUnion,
  type StructDescriptor,
} from './descriptor.js'
import { parameterExpects, parameterMissing, parameterType, parameterUnexpected, type QapiError } from './errors.js'
import { GlibHashTable } from './glib-hash-table.js'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/** The error for a string that is none of an enum's values: versions word it differently. */
export type BadEnumValue = (member: string, value: string) => QapiError

/** Where a value stands. */
interface Place {
  readonly member: string
  /** As errors name it: `vcpus[0].logical-id`. */
  readonly path: string
}

/** Throws QapiError for the first thing that is wrong. */
export function readArguments<S extends StructDescriptor>(
  descriptor: S,
  given: JsonObject,
  badEnumValue: BadEnumValue,
): Infer<S> {
  return readStruct(descriptor, given, '', badEnumValue) as Infer<S>
}

function readStruct(
  descriptor: StructDescriptor,
  given: JsonObject,
  path: string,
  badEnumValue: BadEnumValue,
): Record<string, unknown> {
  const prefix = path === '' ? '' : `${path}.`
  const result: Record<string, unknown> = {}
  for (const name in descriptor.members) {
    const member = descriptor.members[name] as Descriptor
    const value = given.get(name)
    if (value !== undefined)
      result[name] = readValue(member, value, { member: name, path: prefix + name }, badEnumValue)
    else if (!member.isOptional) throw parameterMissing(prefix + name)
  }
  // qobject-input-visitor: members that nobody asked for are reported after all known ones.
  const unexpected = firstLeftOver(descriptor, given)
  if (unexpected !== undefined) throw parameterUnexpected(prefix + unexpected)
  return result
}

function firstLeftOver(descriptor: StructDescriptor, given: JsonObject): string | undefined {
  if (!hasUnknown(descriptor, given)) return undefined
  const unread = new GlibHashTable(qdictEntries(given).map(([name]) => name))
  for (const name of Object.keys(descriptor.members)) if (given.has(name)) unread.remove(name)
  return unread.first()
}

function hasUnknown(descriptor: StructDescriptor, given: JsonObject): boolean {
  for (const name of given.keys()) if (!Object.hasOwn(descriptor.members, name)) return true
  return false
}

function readValue(descriptor: Descriptor, value: JsonValue, place: Place, badEnumValue: BadEnumValue): unknown {
  const { member, path } = place
  const readEnum = (values: readonly string[], value: string): string => {
    if (!values.includes(value)) throw badEnumValue(member, value)
    return value
  }
  if (isStruct(descriptor)) {
    if (!isJsonObject(value)) throw parameterType(path, 'object')
    return readStruct(descriptor, value, path, badEnumValue)
  }
  if (isUnion(descriptor)) {
    if (!isJsonObject(value)) throw parameterType(path, 'object')
    const tag = value.get(descriptor.tag)
    // One that is missing or no string has no branch, and is what is wrong then.
    return readStruct(branchOf(descriptor, typeof tag === 'string' ? tag : ''), value, path, badEnumValue)
  }
  if (isList(descriptor)) {
    if (!Array.isArray(value)) throw parameterType(path, 'array')
    // An element has no name, and QEMU prints what it has instead.
    return value.map((element, index) =>
      readValue(descriptor.element, element, { member: 'null', path: `${path}[${index}]` }, badEnumValue),
    )
  }
  if (isAlternate(descriptor)) {
    if (typeof value === 'string') return readEnum(descriptor.values.values, value)
    // A double is a number too, so it takes the integer's branch and fails there.
    const fits =
      descriptor.scalar === 'bool' ? typeof value === 'boolean' : typeof value === 'bigint' || typeof value === 'number'
    if (!fits) throw parameterType(path, descriptor.name)
    return descriptor.scalar === 'bool' ? value : readInt(value, path)
  }
  if (isEnum(descriptor)) {
    if (typeof value !== 'string') throw parameterType(path, 'string')
    return readEnum(descriptor.values, value)
  }
  return readScalar(descriptor, value, path)
}

function readScalar(descriptor: Descriptor, value: JsonValue, path: string): unknown {
  switch (descriptor.kind) {
    case 'int':
      return readInt(value, path)
    case 'uint8':
      return readUint(value, path, 8)
    case 'uint32':
      return readUint(value, path, 32)
    case 'uint64':
      return readUint(value, path, 64)
    case 'bool':
      if (typeof value !== 'boolean') throw parameterType(path, 'boolean')
      return value
    case 'any':
      return value
    case 'number':
      if (typeof value !== 'bigint' && typeof value !== 'number') throw parameterType(path, 'number')
      return Number(value)
    default:
      if (typeof value !== 'string') throw parameterType(path, 'string')
      return value
  }
}

/** One of 64 bits wraps around; smaller ones don't. */
function readUint(value: JsonValue, path: string, bits: 8 | 32 | 64): bigint {
  if (typeof value !== 'bigint') throw parameterExpects(path, 'uint64')
  const wrapped = BigInt.asUintN(64, value)
  if (BigInt.asUintN(bits, wrapped) !== wrapped) throw parameterExpects(path, `uint${bits}_t`)
  return wrapped
}

function readInt(value: JsonValue, path: string): bigint {
  if (typeof value !== 'bigint' || value < INT64_MIN || value > INT64_MAX) throw parameterType(path, 'integer')
  return value
}
