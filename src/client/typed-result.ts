/** What a command returned, as TypeScript knows it. */
import { findCommand } from '../commands/registry.js'
import { isJsonObject, type JsonValue } from '../json/value.js'
import { type Descriptor, isList, isStruct } from '../qapi/descriptor.js'

/** The result of a command that is not known, or a part that is not, is as it came: integers are bigint. */
export function typedResult(name: string, value: JsonValue): unknown {
  const command = findCommand(name)
  if (command === undefined) return typed(undefined, value)
  return command.returns === undefined ? undefined : typed(command.returns, value)
}

function typed(descriptor: Descriptor | undefined, value: JsonValue): unknown {
  if (isJsonObject(value)) {
    const members = descriptor && isStruct(descriptor) ? descriptor.members : {}
    const known = (name: string) => (Object.hasOwn(members, name) ? members[name] : undefined)
    return Object.fromEntries([...value].map(([name, member]) => [name, typed(known(name), member)]))
  }
  if (Array.isArray(value)) {
    const element = descriptor && isList(descriptor) ? descriptor.element : undefined
    return value.map(item => typed(element, item as JsonValue))
  }
  // A double that is whole has no point on the wire.
  return typeof value === 'bigint' && descriptor?.kind === 'number' ? Number(value) : value
}
