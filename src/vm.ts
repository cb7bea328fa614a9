/** createVm(): the public face of a machine, with its journal. */
import type { Duplex } from 'node:stream'
import type { Agent } from './agent/agent.js'
import { isVersion, versionExpected } from './agent/versions.js'
import type { PortState } from './channel/events.js'
import { listenInherited } from './channel/inherited-socket.js'
import { listenUnix, type UnixListener } from './channel/unix-socket.js'
import type { ArgumentsOf, ReturnOf } from './commands/define.js'
import { type CommandName, type CommandOf, commands } from './commands/registry.js'
import type { Guest } from './guest/guest.js'
import { isJsonObject } from './json/value.js'
import { Machine } from './machine.js'
import { socketFilename } from './monitor/chardevs.js'
import type { QemuView } from './monitor/qemu.js'
import type { Status } from './monitor/status.js'
import { describeAction } from './perform.js'
import { looseJson } from './qapi/to-json.js'
import { type ActionInput, readActions } from './scenario/actions.js'
import { loadScenario, type ScenarioInput, type Vocabulary } from './scenario/load.js'
import { describeValue } from './scenario/path.js'
import { parseDuration } from './scenario/units.js'
import type { Action } from './timeline/action.js'
import type { Occurrence, TraceEvent } from './trace/events.js'
import { type Call, Journal } from './trace/journal.js'
import { until } from './until.js'
import { VERSION } from './version.js'
import { VmFaults } from './vm-faults.js'
import { checkOptions, optionOverrides, type VmOptions } from './vm-options.js'
import { VmQmp } from './vm-qmp.js'
import { checkSnapshot, type VmSnapshot } from './vm-snapshot.js'

/** What scenario files may name. */
export const vocabulary: Vocabulary = {
  commandNames: commands.map(command => command.name),
  isAgentVersion: isVersion,
  agentVersionExpected: versionExpected,
}

export type { VmOptions, VmSnapshot }

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
  /** The fault rules: what goes wrong between host and guest. */
  readonly faults: VmFaults
  /** QEMU's monitors. */
  readonly qmp: VmQmp
  readonly #journal: Journal
  readonly #machine: Machine
  #activity = 0
  #closing: Promise<void> | undefined

  constructor(options: VmOptions) {
    checkOptions(options)
    const scenario = loadScenario(options.scenario, {
      vocabulary,
      set: [...(options.set ?? []), ...optionOverrides(options)],
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    })
    this.name = scenario.name
    this.#machine = new Machine(scenario, event => this.#record(event))
    this.guest = this.#machine.guest
    this.agent = this.#machine.agent
    this.document = withStart(scenario.document, this.guest)
    this.#journal = new Journal(() => this.guest.clock.monotonic(), options.keepEvents)
    if (options.onEvent !== undefined) this.#journal.onEvent(options.onEvent)
    this.faults = new VmFaults({
      faults: this.#machine.faults,
      vocabulary: { commandNames: vocabulary.commandNames, hasPort: this.#hasPort },
      assertOpen: what => this.#assertOpen(what),
      tell: event => this.#machine.tell(event),
      do: action => this.do(action),
    })
    this.qmp = new VmQmp({
      qemu: this.#machine.qemu,
      emit: event => this.#machine.tell(event),
      assertOpen: what => this.#assertOpen(what),
    })
    this.#record({ type: 'start', mockvm: VERSION, agent: this.agent.version, scenario: this.document })
    this.#machine.start()
  }

  /** The QEMU process: run state and character devices. What is done to it is an action: `do`. */
  get qemu(): QemuView {
    return this.#machine.qemu
  }

  /** The run state as query-status tells it; "exited" when QEMU's process has ended. */
  get status(): Status {
    return this.#machine.runState.status
  }

  /** Whether `close` was called. */
  get isClosed(): boolean {
    return this.#closing !== undefined
  }

  /** The guest's end of the agent's channel. */
  get port(): PortState {
    return this.#machine.channel.port
  }

  /** A number that grows with everything that happens. */
  get activity(): number {
    return this.#activity
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

  /**
   * Serves the agent's channel on a unix socket at that path, in a fresh directory, or on an inherited listening socket.
   * `label`: what query-chardev calls it; without it "charchannel0", "charchannel1", … Rejects with SocketPathError when
   * that can't be, and with Error where another socket has that label.
   */
  async listen(
    where?: string | { readonly fd: number },
    options: { readonly label?: string } = {},
  ): Promise<UnixListener> {
    this.#assertOpen('listen')
    const { channel, qemu } = this.#machine
    const { chardevs } = qemu
    if (options.label !== undefined) chardevs.assertFree(options.label)
    const listener = await (typeof where === 'object' ? listenInherited(channel, where.fd) : listenUnix(channel, where))
    if (this.isClosed) {
      await listener.close()
      this.#assertOpen('listen')
    }
    try {
      const remove = chardevs.add({
        label: options.label ?? chardevs.freeLabel('charchannel'),
        filename: () => socketFilename(listener.path, channel.client !== undefined),
        isFrontendOpen: () => channel.port === 'open',
      })
      return this.#machine.sockets.add(listener, remove)
    } catch (error) {
      // Somebody else was faster.
      await listener.close()
      throw error
    }
  }

  /** A client without a socket: what is written to it goes to the agent. */
  connect(): Duplex {
    this.#assertOpen('connect')
    return this.#machine.sockets.connect()
  }

  /** Serves a connection that somebody else has made, as those of `listen`. */
  attach(stream: Duplex): void {
    this.#assertOpen('attach')
    this.#machine.channel.attach(stream)
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
    const answered = this.guest.clock.awaited()
    return this.agent.call(name, isJsonObject(json) ? json : new Map()).finally(answered)
  }

  /** Moves the guest's clock on, running what falls due: nanoseconds, or "30s", "250ms", "1h30m". */
  advance(duration: bigint | number | string): void {
    this.#assertOpen('advance')
    this.guest.clock.advance(toNanoseconds(duration))
    this.#machine.settle()
  }

  /**
   * Moves the guest's clock from one due event to the next for as long as the promise waits, and gives what it gives:
   * a test of a long time-out takes no time. Rejects when the promise waits and nothing is due any more. For clients in
   * this process: others are overtaken, and want a clock of mode `real` or `auto`.
   */
  until<T>(promise: Promise<T>): Promise<T> {
    this.#assertOpen('until')
    return until(promise, { clocks: [this.guest.clock], activity: () => this.activity })
  }

  /** For clients that time out on the guest's clock instead of the host's (`AgentClient` of mockvm/client takes it). */
  readonly timer = {
    /** Runs `run` after so many milliseconds; the function that it gives prevents that. */
    after: (milliseconds: number, run: () => void): (() => void) => {
      const timer = this.guest.clock.host(BigInt(Math.round(milliseconds * 1e6)), run)
      return () => timer.cancel()
    },
  }

  /**
   * Does something to the VM, in the words of a scenario's time line: `{ vm: 'pause' }`, `{ agent: 'restart' }`,
   * `[{ port: 'closed' }, { wait: '5s' }, { port: 'open' }]`. Throws ScenarioError for what is no action, and
   * does nothing then. What turns out to be impossible only when it is done, as a file that can't be written, throws with
   * what came before it in the list already done.
   */
  do(action: ActionInput | readonly ActionInput[]): void {
    this.#assertOpen('do')
    const interfaces = this.guest.interfaces.list().map(({ name }) => name)
    const { commandNames } = vocabulary
    const hasScopes = this.guest.config.family === 'windows'
    const actions = readActions(action, { commandNames, interfaces, hasScopes, hasPort: this.#hasPort })
    this.guest.clock.sync()
    this.#machine.tell({ type: 'action', by: 'host', action, text: textOf(actions) })
    this.#machine.do(actions)
  }

  /** Presses the power button; what becomes of it is up to the guest. */
  powerdown(): void {
    this.do({ vm: 'powerdown' })
  }

  /** Presses the reset button. */
  reset(): void {
    this.do({ vm: 'reset' })
  }

  /**
   * Wakes a suspended guest, or boots one that is off, QEMU's process included. A paused VM stays paused: a guest that sleeps
   * in it wakes when it goes on.
   */
  wakeup(): void {
    this.do({ vm: 'wakeup' })
  }

  /** Stops the vCPUs: the agent does nothing, the guest's time stands still. Clients notice nothing but that. */
  pause(): void {
    this.do({ vm: 'pause' })
  }

  /** Lets a paused VM go on. */
  resume(): void {
    this.do({ vm: 'resume' })
  }

  /** Writes a line of your own into the journal and the time line; `mark`: as the moment to look at. */
  note(text: string, options: { readonly mark?: boolean } = {}): void {
    this.#machine.note(text, options.mark)
  }

  /** Throws while a command is being executed. */
  snapshot(): VmSnapshot {
    this.#assertOpen('snapshot')
    // The scenario is frozen: no copy of it is needed.
    return { scenario: this.document, ...structuredClone(this.#machine.snapshot()) }
  }

  /** Throws TypeError for what is no snapshot of a VM of the same scenario, and changes nothing then. */
  restore(snapshot: VmSnapshot): void {
    this.#assertOpen('restore')
    checkSnapshot(snapshot, this.document)
    const { scenario: _, ...state } = snapshot
    this.#machine.restore(structuredClone(state))
  }

  /** Removes the socket files at once, for handlers of the end of a process. */
  unlinkNow(): void {
    this.#machine.sockets.unlinkNow()
    this.#machine.qemu.migration.in.unlinkNow()
    this.qmp.unlinkNow()
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
    await this.qmp.close()
    await this.#machine.close()
    this.#journal.add({ type: 'stop' })
  }

  #record(event: Occurrence): void {
    this.#activity++
    this.#journal.add(event)
  }

  /** With unix-listen the agent holds the socket itself. */
  get #hasPort(): boolean {
    return this.#machine.channel.isQemus
  }

  #assertOpen(what: string): void {
    if (this.isClosed) throw new Error(`${what}: the VM is closed`)
  }
}

function textOf(actions: readonly Action[]): string {
  return actions.flatMap(action => describeAction(action) ?? []).join(', ')
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
      `advance: expected nanoseconds or a text like "30s" or "1h30m", got ${describeValue(duration)}`,
    )
  }
  return nanoseconds
}
