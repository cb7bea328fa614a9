/** createVm(): a guest, its agent and the channel to it, joined. The only place that knows all the rooms. */
import type { Duplex } from 'node:stream'
import { Agent, type AgentSnapshot } from './agent/agent.js'
import type { AgentEvent } from './agent/events.js'
import { freshStateFile } from './agent/state-file.js'
import { AGENT_VERSIONS } from './agent/versions.js'
import { Channel, type ChannelSnapshot } from './channel/channel.js'
import { inMemory } from './channel/in-memory.js'
import { listenUnix, type UnixListener } from './channel/unix-socket.js'
import type { ArgumentsOf, ReturnOf } from './commands/define.js'
import { type CommandName, type CommandOf, commands } from './commands/registry.js'
import { Guest, type GuestSnapshot } from './guest/guest.js'
import { isJsonObject } from './json/value.js'
import { RunState } from './monitor/run-state.js'
import { looseJson } from './qapi/to-json.js'
import { loadScenario, type ScenarioInput, type Vocabulary } from './scenario/load.js'
import { parseDuration } from './scenario/units.js'
import type { TraceEvent } from './trace/events.js'
import { type Call, Journal } from './trace/journal.js'
import { VERSION } from './version.js'
import { checkOptions, optionOverrides, type VmOptions } from './vm-options.js'

/** What scenario files may name. */
export const vocabulary: Vocabulary = {
  commandNames: commands.map(command => command.name),
  agentVersions: AGENT_VERSIONS,
}

/** All state of a VM, as plain data: `structuredClone` copies it. Connections and past events are not state. */
export interface VmSnapshot {
  /** Of which scenario: a snapshot goes back into a VM of the same one only. */
  readonly scenario: ScenarioInput
  readonly guest: GuestSnapshot
  readonly agent: AgentSnapshot
  /** Bytes between the agent and whoever comes. */
  readonly channel: ChannelSnapshot
}

export type { VmOptions }

type VoidArguments<A> = Record<never, never> extends A ? [args?: A] : [args: A]

/** Throws ScenarioError when the scenario is wrong. */
export async function createVm(options: VmOptions = {}): Promise<Vm> {
  return new Vm(options)
}

export class Vm implements AsyncDisposable {
  readonly guest: Guest
  readonly agent: Agent
  /** The scenario's. */
  readonly name: string
  /** The whole scenario as it came out: with it another VM is the same. */
  readonly document: ScenarioInput
  readonly #journal: Journal
  readonly #channel: Channel
  readonly #runState: RunState
  readonly #listeners = new Set<UnixListener>()
  #closing: Promise<void> | undefined

  constructor(options: VmOptions) {
    checkOptions(options)
    const scenario = loadScenario(options.scenario, {
      vocabulary,
      set: [...(options.set ?? []), ...optionOverrides(options)],
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    })
    this.name = scenario.name
    const files = [freshStateFile(scenario.agent.stateDir), ...scenario.guest.files]
    this.guest = new Guest({ ...scenario.guest, files })
    this.document = withStart(scenario.document, this.guest)
    this.#journal = new Journal(() => this.guest.clock.monotonic(), options.keepEvents)
    if (options.onEvent !== undefined) this.#journal.onEvent(options.onEvent)
    this.agent = new Agent({
      guest: this.guest,
      config: scenario.agent,
      emit: event => this.#tell(event),
      output: data => this.#channel.write(data),
      mayWrite: () => this.#channel.isWritable,
      onDone: () => this.#settle(),
    })
    this.#runState = new RunState(this.guest, this.agent)
    this.#channel = new Channel({
      transport: this.agent.config.transport,
      receive: bytes => this.#receive(bytes),
      proceed: () => this.#proceed(),
      emit: event => {
        // A reply leaves at the time of what it answers.
        if (event.type !== 'out') this.guest.clock.sync()
        this.#journal.add(event)
      },
    })
    this.guest.onChange(change => this.#journal.add({ type: 'guest', change }))
    this.#journal.add({ type: 'start', mockvm: VERSION, agent: this.agent.version, scenario: this.document })
  }

  /** What happened so far, as far as it is still kept. */
  get events(): readonly TraceEvent[] {
    return this.#journal.events
  }

  /** Calls `listener` at every event from now on, until the returned function is called. */
  onEvent(listener: (event: TraceEvent) => void): () => void {
    return this.#journal.onEvent(listener)
  }

  /** The commands that the agent was asked for, in order; those of one name if it is given. */
  calls(name?: CommandName | (string & {})): Call[] {
    return this.#journal.calls(name)
  }

  /** Serves a unix socket at `path`, or in a fresh directory. Throws SocketPathError when that can't be. */
  async listen(path?: string): Promise<UnixListener> {
    this.#assertOpen('listen')
    const listener = await listenUnix(this.#channel, path)
    if (this.#closing !== undefined) {
      await listener.close()
      this.#assertOpen('listen')
    }
    this.#listeners.add(listener)
    return listener
  }

  /** A client without a socket: what is written to it goes to the agent. */
  connect(): Duplex {
    this.#assertOpen('connect')
    const { client, server } = inMemory()
    this.#channel.attach(server)
    return client
  }

  /**
   * Runs a command in its turn, without the wire. Integers may be numbers and come back as bigint. Rejects with
   * QapiError when the agent answers an error; a command that doesn't answer resolves with undefined.
   */
  call<N extends CommandName>(
    name: N,
    ...args: VoidArguments<ArgumentsOf<CommandOf<N>>>
  ): Promise<ReturnOf<CommandOf<N>>>
  /** A name that the type checker doesn't know: what the agent says of it is the answer. */
  call<N extends string>(name: Exclude<N, CommandName>, args?: Readonly<Record<string, unknown>>): Promise<unknown>
  async call(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    this.#assertOpen('call')
    this.guest.clock.sync()
    const json = looseJson(args)
    return this.agent.call(name, isJsonObject(json) ? json : new Map())
  }

  /** Moves the guest's clock on, running what falls due: nanoseconds, or "30s", "250ms", "1h30m". */
  advance(duration: bigint | number | string): void {
    this.#assertOpen('advance')
    this.guest.clock.advance(toNanoseconds(duration))
    this.#settle()
  }

  /** Wakes a suspended guest, or boots one that is off. */
  wakeup(): void {
    this.#runState.wakeup()
  }

  /** Throws while a command is being executed. */
  snapshot(): VmSnapshot {
    this.#assertOpen('snapshot')
    return structuredClone({
      scenario: this.document,
      guest: this.guest.snapshot(),
      agent: this.agent.snapshot(),
      channel: this.#channel.snapshot(),
    })
  }

  /** Throws TypeError for what is no snapshot of a VM of the same scenario, and changes nothing then. */
  restore(snapshot: VmSnapshot): void {
    this.#assertOpen('restore')
    checkSnapshot(snapshot, this.document)
    const copy = structuredClone(snapshot)
    this.guest.restore(copy.guest)
    this.agent.restore(copy.agent)
    this.#channel.restore(copy.channel)
    // What was being executed is no longer: the channel may go on.
    this.#channel.resume()
  }

  /** Ends all connections, removes the sockets, forgets all timers. Calls that wait are rejected. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.guest.clock.sync()
    this.agent.abandon('the VM is closed')
    await Promise.all([...this.#listeners].map(listener => listener.close()))
    await this.#channel.close()
    this.guest.close()
    this.#journal.add({ type: 'stop' })
  }

  #assertOpen(what: string): void {
    if (this.#closing !== undefined) throw new Error(`${what}: the VM is closed`)
  }

  #proceed(): boolean {
    if (!this.agent.hasWaiting) return false
    this.guest.clock.sync()
    const began = this.agent.proceed()
    if (this.agent.isBusy) this.#channel.pause()
    return began
  }

  #receive(bytes: Buffer): void {
    this.agent.receive(bytes)
    if (this.agent.isBusy) this.#channel.pause()
  }

  #settle(): void {
    if (this.agent.isBusy) return
    this.#runState.settle()
    this.#channel.resume()
  }

  #tell(event: AgentEvent): void {
    this.#journal.add(event)
    if (event.type !== 'agent' || (event.state !== 'stopped' && event.state !== 'aborted')) return
    this.#channel.hangUp()
    this.#channel.resume()
  }
}

/** A guest that starts at the host's time is the same again only with that time. */
function withStart(document: ScenarioInput, { config, clock }: Guest): ScenarioInput {
  if (config.clock.now !== 'host') return document
  return Object.freeze({ ...document, clock: Object.freeze({ ...document.clock, now: clock.now().toString() }) })
}

function toNanoseconds(duration: bigint | number | string): bigint {
  const nanoseconds = typeof duration === 'bigint' ? duration : parseDuration(duration)
  if (nanoseconds === undefined) {
    throw new RangeError(
      `advance: expected nanoseconds or a text like "30s" or "1h30m", got ${JSON.stringify(duration)}`,
    )
  }
  return nanoseconds
}

function checkSnapshot(snapshot: VmSnapshot, document: ScenarioInput): void {
  const isWhole = [snapshot?.guest?.files, snapshot?.agent?.stream, snapshot?.channel].every(part => part !== undefined)
  if (!isWhole) throw new TypeError('restore: expected what vm.snapshot() gave, or a structuredClone of it')
  // Two VMs of mode real differ in when they began.
  const identity = ({ clock: _, ...rest }: ScenarioInput) => JSON.stringify(rest)
  if (identity(snapshot.scenario) !== identity(document)) {
    throw new TypeError('restore: expected a snapshot of a VM with the same scenario, got one of another')
  }
}
