/** What query-qmp-schema tells: commands and events, then their types, which have numbers instead of names. */
import type { JsonValue } from '../../json/value.js'
import {
  type Descriptor,
  isEnum,
  isList,
  isStruct,
  isUnion,
  type StructDescriptor,
  type UnionDescriptor,
} from '../../qapi/descriptor.js'
import { looseJson } from '../../qapi/to-json.js'
import type { QmpCommand } from './define.js'
import type { QmpEvent } from './events.js'

const JSON_TYPES: Readonly<Record<string, string>> = {
  str: 'string',
  int: 'int',
  number: 'number',
  bool: 'boolean',
  any: 'value',
}

/** In the order of the schema, which is that of neither list but the reverse of query-commands'. */
export function describeSchema(commands: readonly QmpCommand[], events: readonly QmpEvent[]): JsonValue {
  return new SchemaWriter().write(commands.toReversed(), events)
}

class SchemaWriter {
  readonly #types: unknown[] = []
  readonly #names = new Map<string, string>()
  #count = 0

  write(commands: readonly QmpCommand[], events: readonly QmpEvent[]): JsonValue {
    this.#struct({})
    const entries = [
      ...commands.map(command => this.#command(command)),
      ...events.map(({ name, data }) => ({ name, 'meta-type': 'event', 'arg-type': this.#arguments(data) })),
    ]
    return looseJson([...entries, ...this.#types])
  }

  #command({ name, args, returns, allowsOob }: QmpCommand): unknown {
    return {
      name,
      'meta-type': 'command',
      'arg-type': this.#arguments(args),
      'ret-type': returns === undefined ? '0' : this.#type(returns),
      ...(allowsOob && { 'allow-oob': true }),
    }
  }

  /** Of nothing the type is that of the empty object. */
  #arguments(struct: StructDescriptor | undefined): string {
    const members = struct?.members ?? {}
    return Object.keys(members).length === 0 ? '0' : this.#struct(members)
  }

  #type(type: Descriptor): string {
    if (isList(type)) return this.#list(this.#type(type.element))
    if (isStruct(type)) return this.#once(type.name, () => this.#struct(type.members))
    if (isUnion(type)) return this.#once(type.name, () => this.#union(type))
    if (isEnum(type)) return this.#once(type.name, () => this.#enum(type.values))
    const name = type.kind.startsWith('uint') ? 'int' : type.kind
    return this.#once(name, () => this.#add({ name, 'meta-type': 'builtin', 'json-type': JSON_TYPES[name] }, name))
  }

  #list(element: string): string {
    const name = `[${element}]`
    return this.#once(name, () => this.#add({ name, 'meta-type': 'array', 'element-type': element }, name))
  }

  #enum(values: readonly string[]): string {
    const name = this.#nextName()
    return this.#add({ name, 'meta-type': 'enum', members: values.map(value => ({ name: value })), values }, name)
  }

  #struct(members: StructDescriptor['members']): string {
    const name = this.#nextName()
    return this.#add({ name, 'meta-type': 'object', members: this.#members(members) }, name)
  }

  #union({ tag, values, branches }: UnionDescriptor): string {
    const name = this.#nextName()
    const variants = Object.entries(branches).map(([value, members]) => ({
      case: value,
      type: Object.keys(members).length === 0 ? '0' : this.#struct(members),
    }))
    const members = this.#members({ [tag]: values })
    return this.#add({ name, 'meta-type': 'object', members, tag, variants }, name)
  }

  #members(members: StructDescriptor['members']): unknown[] {
    return Object.entries(members).map(([name, member]) => ({
      name,
      type: this.#type(member),
      // Looks like a value, and only says that there may be none.
      ...(member.isOptional && { default: null }),
    }))
  }

  #once(key: string, make: () => string): string {
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const name = make()
    this.#names.set(key, name)
    return name
  }

  #add(type: unknown, name: string): string {
    this.#types.push(type)
    return name
  }

  #nextName(): string {
    return String(this.#count++)
  }
}
