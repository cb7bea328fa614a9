/**
 * The type language of the protocol: a descriptor is data that says what a value looks like on the wire, and from which
 * TypeScript infers what it looks like in code.
 *
 * ```ts
 * const Seek = q.struct('GuestFileSeek', { position: q.int, eof: q.bool })
 * type Seek = Infer<typeof Seek>   // { position: bigint; eof: boolean }
 * ```
 */
import type { JsonValue } from '../json/value.js'

export type Kind =
  | 'int'
  | 'uint8'
  | 'uint32'
  | 'uint64'
  | 'number'
  | 'bool'
  | 'str'
  | 'any'
  | 'list'
  | 'struct'
  | 'enum'
  | 'alternate'
  | 'union'

declare const TYPE: unique symbol
declare const INPUT: unique symbol

/** `T`: what commands get and give. `I`: what a caller in TypeScript may pass (plain numbers for integers, say). */
export interface Descriptor<T = unknown, I = T> {
  readonly kind: Kind
  readonly doc: string
  readonly isOptional: boolean
  /** The version of QEMU that brought it, where it is younger than what it stands in. */
  readonly since?: string
  /** What stood there before `since`; absent: nothing did. */
  readonly before?: Descriptor
  readonly [TYPE]?: T
  readonly [INPUT]?: I
}

export interface ListDescriptor<T = unknown, I = T> extends Descriptor<readonly T[], readonly I[]> {
  readonly kind: 'list'
  readonly element: Descriptor<T, I>
}

export interface StructDescriptor<T = unknown, I = T> extends Descriptor<T, I> {
  readonly kind: 'struct'
  /** The type's name in QAPI; '' for the arguments of a command, which have none. */
  readonly name: string
  readonly members: Readonly<Record<string, Descriptor>>
}

export interface EnumDescriptor<T = string> extends Descriptor<T> {
  readonly kind: 'enum'
  readonly name: string
  readonly values: readonly string[]
}

/** A value that may be an integer, or a boolean, or one of some names. */
export interface AlternateDescriptor<T = unknown, I = T> extends Descriptor<T, I> {
  readonly kind: 'alternate'
  readonly name: string
  /** What it may be besides a name. */
  readonly scalar: 'int' | 'bool'
  readonly values: EnumDescriptor
}

/** An object of which one member, an enum, says which members there are besides. */
export interface UnionDescriptor<T = unknown, I = T> extends Descriptor<T, I> {
  readonly kind: 'union'
  readonly name: string
  /** The name of that member. */
  readonly tag: string
  readonly values: EnumDescriptor
  /** By its value. */
  readonly branches: Readonly<Record<string, Members>>
}

export type Infer<D> = D extends Descriptor<infer T, infer _I> ? T : never
export type InferInput<D> = D extends Descriptor<infer _T, infer I> ? I : never

type Members = Readonly<Record<string, Descriptor>>
type RequiredKeys<M extends Members> = { [K in keyof M]: M[K] extends { isOptional: true } ? never : K }[keyof M]
type OptionalKeys<M extends Members> = { [K in keyof M]: M[K] extends { isOptional: true } ? K : never }[keyof M]
type Flatten<T> = { readonly [K in keyof T]: T[K] }
type StructType<M extends Members> = Flatten<
  { [K in RequiredKeys<M>]: Infer<M[K]> } & { [K in OptionalKeys<M>]?: Infer<M[K]> | undefined }
>
type StructInput<M extends Members> = Flatten<
  { [K in RequiredKeys<M>]: InferInput<M[K]> } & { [K in OptionalKeys<M>]?: InferInput<M[K]> | undefined }
>

const plain = { doc: '', isOptional: false } as const

/** The building blocks. Integers are bigint in commands; a caller may pass numbers. */
export const q = {
  int: { kind: 'int', ...plain } as Descriptor<bigint, bigint | number> & { isOptional: false; kind: 'int' },
  uint8: { kind: 'uint8', ...plain } as Descriptor<bigint, bigint | number> & { isOptional: false },
  uint32: { kind: 'uint32', ...plain } as Descriptor<bigint, bigint | number> & { isOptional: false },
  uint64: { kind: 'uint64', ...plain } as Descriptor<bigint, bigint | number> & { isOptional: false },
  /** A double. */
  number: { kind: 'number', ...plain } as Descriptor<number> & { isOptional: false },
  bool: { kind: 'bool', ...plain } as Descriptor<boolean> & { isOptional: false; kind: 'bool' },
  str: { kind: 'str', ...plain } as Descriptor<string> & { isOptional: false },
  /** Whatever JSON there is. */
  any: { kind: 'any', ...plain } as Descriptor<JsonValue> & { isOptional: false },

  list<T, I>(element: Descriptor<T, I>): ListDescriptor<T, I> & { isOptional: false } {
    return { kind: 'list', ...plain, element }
  },

  struct<M extends Members>(
    name: string,
    members: M,
  ): StructDescriptor<StructType<M>, StructInput<M>> & { isOptional: false } {
    return { kind: 'struct', ...plain, name, members }
  },

  enum<const V extends readonly string[]>(name: string, values: V): EnumDescriptor<V[number]> & { isOptional: false } {
    return { kind: 'enum', ...plain, name, values }
  },

  /** An integer or a boolean, or a name of the enum. */
  alternate<T, I, V extends string>(
    name: string,
    scalar: Descriptor<T, I> & { readonly kind: 'int' | 'bool' },
    values: EnumDescriptor<V>,
  ): AlternateDescriptor<T | V, I | V> & { isOptional: false } {
    return { kind: 'alternate', ...plain, name, scalar: scalar.kind, values }
  },

  /** An object whose members depend on one of them. */
  union<B extends Readonly<Record<string, Members>>>(
    name: string,
    tag: string,
    branches: B,
  ): UnionDescriptor<Readonly<Record<string, unknown>>> & { isOptional: false } {
    const values = q.enum(`${name}Type`, Object.keys(branches))
    return { kind: 'union', ...plain, name, tag, values, branches }
  },

  optional<D extends Descriptor>(descriptor: D): Omit<D, 'isOptional'> & { isOptional: true } {
    return { ...descriptor, isOptional: true }
  },

  /** A member that only that version and later ones have. */
  since<D extends Descriptor>(version: string, descriptor: D): D {
    return { ...descriptor, since: version }
  },

  /** A member that is `before` up to that version, and `after` from then on. */
  became<D extends Descriptor>(before: Descriptor, version: string, after: D): D {
    return { ...after, since: version, before }
  },

  /** The same descriptor with a line of documentation. */
  doc<D extends Descriptor>(text: string, descriptor: D): D {
    return { ...descriptor, doc: text }
  },
} as const

/** What the reference calls a type: "int", "[str]", "GuestFileRead". */
export function typeName(descriptor: Descriptor): string {
  if (isList(descriptor)) return `[${typeName(descriptor.element)}]`
  if (isStruct(descriptor) || isEnum(descriptor) || isAlternate(descriptor) || isUnion(descriptor)) {
    return descriptor.name
  }
  return descriptor.kind
}

export function isList(descriptor: Descriptor): descriptor is ListDescriptor {
  return descriptor.kind === 'list'
}

export function isStruct(descriptor: Descriptor): descriptor is StructDescriptor {
  return descriptor.kind === 'struct'
}

export function isEnum(descriptor: Descriptor): descriptor is EnumDescriptor {
  return descriptor.kind === 'enum'
}

export function isAlternate(descriptor: Descriptor): descriptor is AlternateDescriptor {
  return descriptor.kind === 'alternate'
}

export function isUnion(descriptor: Descriptor): descriptor is UnionDescriptor {
  return descriptor.kind === 'union'
}

/** The members that are there when the tag has that value. */
export function branchOf(union: UnionDescriptor, value: string): StructDescriptor {
  return q.struct(union.name, { [union.tag]: union.values, ...(union.branches[value] ?? {}) })
}
