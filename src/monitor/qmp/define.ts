/** What a command of the monitor is: data, and one function. */
import type { JsonValue } from '../../json/value.js'
import { type Descriptor, type Infer, type InferInput, q, type StructDescriptor } from '../../qapi/descriptor.js'
import type { Qemu } from '../qemu.js'

export interface QmpContext {
  readonly qemu: Qemu
  /** What this version of QEMU has of the registry, by name, in its order. */
  readonly commands: ReadonlyMap<string, QmpCommand>
  /** The connection leaves the mode that it begins in. Throws QapiError when it has. */
  negotiate(capabilities: readonly string[]): void
}

export interface QmpCommand<A extends StructDescriptor = StructDescriptor, R extends Descriptor = Descriptor> {
  /** As on the wire. */
  readonly name: string
  /** The QEMU version that brought it. */
  readonly since: string
  /** The one that has it no more. */
  readonly until?: string
  /** One line. */
  readonly doc: string
  /** In schema order: the order in which they are checked. */
  readonly args: A
  /** Members that `args` doesn't have are no error. */
  readonly takesMore: boolean
  /** Undefined: it answers `{}`. */
  readonly returns: R | undefined
  /** May come as `exec-oob`. */
  readonly allowsOob: boolean
  run(context: QmpContext, args: Infer<A>): InferInput<R> | JsonValue | undefined
}

type Members = Readonly<Record<string, Descriptor>>
// biome-ignore lint/suspicious/noConfusingVoidType: a command that returns nothing has no return statement.
type Returned<R> = R extends Descriptor ? InferInput<R> : void

interface QmpCommandSpec<M extends Members, R extends Descriptor | undefined> {
  readonly name: string
  readonly since: string
  readonly until?: string
  readonly doc: string
  readonly args?: M
  readonly returns?: R
  readonly takesMore?: boolean
  readonly allowsOob?: boolean
  run(context: QmpContext, args: Infer<ReturnType<typeof q.struct<M>>>): Returned<R>
}

export function defineQmpCommand<
  const M extends Members = Record<never, never>,
  const R extends Descriptor | undefined = undefined,
>(spec: QmpCommandSpec<M, R>): QmpCommand {
  return {
    takesMore: false,
    allowsOob: false,
    ...spec,
    args: q.struct('', spec.args ?? {}),
    returns: spec.returns,
  } as unknown as QmpCommand
}
