/** What a descriptor of the newest agent looks like in an older one: members that came later are not there. */
import { type Descriptor, isList, isStruct } from './descriptor.js'
import { has } from './version.js'

/** Undefined: that version has no such thing. */
export function forVersion<D extends Descriptor>(descriptor: D, version: string): D | undefined {
  const { since, before } = descriptor
  if (since !== undefined && !has(version, since)) {
    if (before === undefined) return undefined
    const { doc, isOptional } = descriptor
    return forVersion({ ...before, doc, isOptional } as unknown as D, version)
  }
  if (isList(descriptor)) return { ...descriptor, element: forVersion(descriptor.element, version) }
  if (!isStruct(descriptor)) return descriptor
  const members = Object.entries(descriptor.members).flatMap(([name, member]) => {
    const known = forVersion(member, version)
    return known === undefined ? [] : [[name, known] as const]
  })
  return { ...descriptor, members: Object.fromEntries(members) }
}
