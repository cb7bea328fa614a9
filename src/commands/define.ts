/** What a command is: data, and one function. */
import type { Guest } from '../guest/guest.js'
import type { Wait } from '../guest/wait.js'
import type { Descriptor, Infer, InferInput, StructDescriptor } from '../qapi/descriptor.js'
import { q } from '../qapi/descriptor.js'
import type { Behaviour } from './behaviour.js'

/** What commands see of the agent's own process. */
export interface AgentView {
  readonly version: string
  /** That of QEMU that it was built from: packages for Windows have numbers of their own. */
  readonly baseVersion: string
  /** What its version answers differently from others. */
  readonly behaviour: Behaviour
  /** All commands with what guest-info says of them. */
  readonly commandStates: readonly {
    readonly name: string
    readonly enabled: boolean
    readonly successResponse: boolean
  }[]
  /** The agent's flag: while it is set only a few commands are enabled. */
  frozen: boolean
  /** Path in the guest of the script that freezing and thawing call, if one is set. */
  readonly fsfreezeHook: string | undefined
  /** The environment that its children inherit. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** The name of the account that it runs as. */
  readonly user: string
  /** The host name as the agent learnt it first: 2.11 asks only once. */
  hostName: string | undefined
  /** Whether there was a hwclock when guest-set-time first asked: 5.2 to 9.0 ask only once. */
  hasHwclock: boolean | undefined
  /** The agent calls abort(3): it dies in the middle of the command. */
  abort(reason: string): never
}

export interface CommandContext {
  readonly guest: Guest
  readonly agent: AgentView
}

/** A command that waits for something is a generator that yields it. */
export type Outcome<R> = R | Generator<Wait, R, void>

export interface CommandDefinition<A extends StructDescriptor = StructDescriptor, R extends Descriptor = Descriptor> {
  /** As on the wire. */
  readonly name: string
  /** The QEMU version that brought it. */
  readonly since: string
  /** One line. */
  readonly doc: string
  /** In schema order: the order in which they are checked. */
  readonly args: A
  /** Undefined: it answers `{}`. */
  readonly returns: R | undefined
  /** False: it sends nothing when it succeeds. */
  readonly successResponse: boolean
  /** May be used while the file systems are frozen. */
  readonly whileFrozen: boolean
  /** The reply is preceded by the byte 0xFF. */
  readonly delimited: boolean
  /** False: in this guest the agent lists it as disabled. Absent: it never does. */
  isPossibleIn?(context: CommandContext): boolean
  run(context: CommandContext, args: Infer<A>): Outcome<Infer<R> | undefined>
}

interface CommandSpec<N extends string, M extends Members, R extends Descriptor | undefined> {
  readonly name: N
  readonly since: string
  readonly doc: string
  readonly args?: M
  readonly returns?: R
  readonly successResponse?: boolean
  readonly whileFrozen?: boolean
  readonly delimited?: boolean
  run(context: CommandContext, args: Infer<ReturnType<typeof q.struct<M>>>): Outcome<Returned<R>>
}

type Members = Readonly<Record<string, Descriptor>>
// biome-ignore lint/suspicious/noConfusingVoidType: a command that returns nothing has no return statement.
type Returned<R> = R extends Descriptor ? Infer<R> : void

/** A command whose name, arguments and result TypeScript knows. */
export type TypedCommand<N extends string, M extends Members, R extends Descriptor | undefined> = Omit<
  CommandDefinition,
  'name' | 'args' | 'returns'
> & {
  readonly name: N
  readonly args: ReturnType<typeof q.struct<M>>
  readonly returns: R
}

export function defineCommand<
  const N extends string,
  const M extends Members = Record<never, never>,
  const R extends Descriptor | undefined = undefined,
>(spec: CommandSpec<N, M, R>): TypedCommand<N, M, R> {
  return {
    successResponse: true,
    whileFrozen: false,
    delimited: false,
    ...spec,
    args: q.struct('', spec.args ?? {}),
    returns: spec.returns,
  } as unknown as TypedCommand<N, M, R>
}

/** The same command for an agent of another system: what it takes and gives is the same, what it does is not. */
export function elsewhere<N extends string, M extends Members, R extends Descriptor | undefined>(
  command: TypedCommand<N, M, R>,
  run: CommandSpec<N, M, R>['run'],
  more: Pick<CommandDefinition, 'isPossibleIn'> = {},
): CommandDefinition {
  return { ...command, ...more, run } as unknown as CommandDefinition
}

/** What `vm.call(name, …)` takes and gives. */
export type ArgumentsOf<C> =
  C extends TypedCommand<string, infer M, Descriptor | undefined> ? InferInput<ReturnType<typeof q.struct<M>>> : never
export type ReturnOf<C> =
  C extends TypedCommand<string, Members, infer R> ? (R extends Descriptor ? Infer<R> : undefined) : never
