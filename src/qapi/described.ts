import { type Descriptor, isList, isStruct } from './descriptor.js'

/** A value as its descriptor has it: what this version doesn't know, and members that are undefined, are not there. */
export function described(descriptor: Descriptor, value: unknown): unknown {
  if (isList(descriptor)) return (value as readonly unknown[]).map(element => described(descriptor.element, element))
  if (!isStruct(descriptor)) return value
  const given = value as Readonly<Record<string, unknown>>
  const members = Object.entries(descriptor.members).filter(([name]) => given[name] !== undefined)
  return Object.fromEntries(members.map(([name, member]) => [name, described(member, given[name])]))
}
