/**
 * The qemu-ga process: one parser, one queue, one command at a time. What it has read stays with it, whoever sent it:
 * half a request is completed by the next client's first bytes.
 */
import type { AgentView, CommandDefinition } from '../commands/define.js'
import type { Guest } from '../guest/guest.js'
import { JsonStream, type Message, type StreamSnapshot } from '../json/stream.js'
import type { JsonObject } from '../json/value.js'
import type { AgentConfig } from './config.js'
import { readRequest } from './dispatch.js'
import type { AgentEvent } from './events.js'
import { Executor } from './executor.js'
import type { Intercept } from './intercept.js'
import type { Asked, Output } from './reply.js'
import { FROZEN_FLAG_SUFFIX, StateFile } from './state-file.js'
import { AgentAborted } from './task.js'
import { type AgentProfile, findProfile } from './versions.js'

export interface AgentOptions {
  readonly guest: Guest
  readonly config: AgentConfig
  readonly emit: (event: AgentEvent) => void
  readonly output: Output
  /** What meddles with commands, if anything does. */
  readonly intercept?: Intercept
  /** Told of a command that is done and is one that does not answer. */
  readonly unanswered?: (asked: Asked) => void
  /** Whether a reply could be got rid of: if not, nothing is begun. */
  readonly mayWrite: () => boolean
  /** Whether the port is open: if not, nothing is begun of what came by it. */
  readonly hasPort: () => boolean
  /** Called whenever a command is done. */
  readonly onDone: () => void
}

export type AgentState = 'running' | 'paused' | 'stopped'

export interface AgentSnapshot {
  readonly state: AgentState
  readonly frozen: boolean
  readonly frozenSince: bigint
  readonly hostName: string | undefined
  readonly nextHandle: bigint | undefined
  readonly halts: readonly string[]
  readonly stream: StreamSnapshot
}

/** What requests wait for while the agent is halted so; without a halt it is the channel that they wait for. */
const WAITED_FOR: ReadonlyMap<string | undefined, string> = new Map([
  ['paused', 'the VM to go on; resume it first'],
  ['suspended', 'the guest to wake up; wake it first'],
  ['deaf', 'the agent to read again; let it listen first'],
])

export class Agent implements AgentView {
  readonly config: AgentConfig
  hostName: string | undefined
  readonly #options: AgentOptions
  readonly #profile: AgentProfile
  readonly #stateFile: StateFile
  readonly #executor: Executor
  #stream = this.#newStream()
  #isRunning: boolean
  /** Why it doesn't get on: the guest is suspended, say. As long as there is a reason left, it executes nothing. */
  #halts = new Set<string>()
  #frozen: boolean
  /** When it began to be as it is, in nanoseconds of the guest. */
  #frozenSince = 0n

  constructor(options: AgentOptions) {
    const { guest, config } = options
    this.#options = options
    this.config = config
    this.#profile = findProfile(config.version)
    this.#isRunning = config.running
    this.#stateFile = new StateFile(guest.files, config.stateDir)
    this.#executor = new Executor({
      ...options,
      agent: this,
      find: name => this.#profile.commands.get(name),
      isEnabled: command => this.#isEnabled(command),
      mayRun: isCall => this.state === 'running' && options.mayWrite() && (isCall || options.hasPort()),
      onAbort: reason => this.stop(reason, 'aborted'),
    })
    guest.attachAgent({ user: config.user, handleCounter: this.#stateFile })
    // The disk is unpacked when it is first touched: so only if the scenario has such a file, under whatever name.
    const mayBeFrozen = guest.config.files.some(file => file.path.endsWith(FROZEN_FLAG_SUFFIX))
    this.#frozen = mayBeFrozen && guest.files.exists(this.#stateFile.frozenFlagPath)
  }

  get version(): string {
    return this.#profile.version
  }

  get state(): AgentState {
    if (!this.#isRunning) return 'stopped'
    return this.#halts.size > 0 ? 'paused' : 'running'
  }

  /** It reads what comes: it runs, nothing halts it, and it is not executing a command. */
  get isReading(): boolean {
    return this.state === 'running' && !this.isBusy
  }

  /** It is executing a command: what comes now has to wait. */
  get isBusy(): boolean {
    return this.#executor.current !== undefined
  }

  get commandStates() {
    return [...this.#profile.commands.values()].map(command => {
      return { name: command.name, enabled: this.#isEnabled(command), successResponse: command.successResponse }
    })
  }

  get frozen(): boolean {
    return this.#frozen
  }

  /** For how long it has taken the file systems for frozen, in nanoseconds; undefined when it doesn't. */
  get frozenFor(): bigint | undefined {
    return this.#frozen ? this.#options.guest.clock.inGuest() - this.#frozenSince : undefined
  }

  set frozen(frozen: boolean) {
    this.#frozen = frozen
    this.#frozenSince = this.#options.guest.clock.inGuest()
    this.#stateFile.writeFrozenFlag(frozen)
  }

  get fsfreezeHook(): string | undefined {
    return this.config.fsfreezeHook
  }

  get env() {
    return this.config.env
  }

  get cwd(): string {
    return this.config.cwd
  }

  get user(): string {
    return this.config.user
  }

  /** Bytes from the host. Without a running agent nobody reads them. */
  receive(bytes: Buffer): void {
    if (this.#isRunning) this.#stream.feed(bytes)
  }

  /** Requests that it has read wait for their turn. */
  get hasWaiting(): boolean {
    return this.#executor.waiting > 0
  }

  /** Goes on with what it has read, now that it may write again; false when there is nothing. */
  proceed(): boolean {
    return this.#executor.drain()
  }

  /** Runs a command without the wire. Resolves with what it returned, rejects with QapiError. */
  call(name: string, args: JsonObject): Promise<unknown> {
    if (!this.#isRunning) return Promise.reject(new Error(`${name}: the agent is not running`))
    return new Promise((resolve, reject) => {
      this.#executor.add({ read: () => ({ kind: 'command', name, arguments: args }), settle: { resolve, reject } })
    })
  }

  /** The process ends: what it was doing, what it had read and its open files are gone. */
  stop(reason: string, how: 'stopped' | 'aborted' = 'stopped'): void {
    if (!this.#isRunning) return
    this.#isRunning = false
    this.#halts.delete('deaf')
    this.#stream = this.#newStream()
    this.abandon(`the agent is not running: ${reason}`)
    // exit(3) writes what streams still hold; abort(3) does not.
    if (how === 'aborted') this.#options.guest.handles.dropAll()
    else this.#options.guest.handles.closeAll()
    this.#options.guest.children.forgetAll()
    this.#options.emit({ type: 'agent', state: how, reason })
  }

  /** Nothing comes of what it executes and of what waits; whoever waits for a call is told why. */
  abandon(reason: string): void {
    this.#executor.abandon(reason)
  }

  /** A new process, which knows nothing of the old one but what is on the guest's disk. */
  start(reason: string): void {
    if (this.#isRunning) return
    this.#stateFile.start()
    this.hostName = undefined
    this.#frozen = this.#options.guest.files.exists(this.#stateFile.frozenFlagPath)
    this.#frozenSince = this.#options.guest.clock.inGuest()
    this.#isRunning = true
    this.#options.emit({ type: 'agent', state: 'started', reason })
  }

  /**
   * Nothing is executed until `resume`: the guest is suspended, the VM is paused, or the process is stuck. `halt` says
   * which of them, since they may come together; `reason` is what the time line shows.
   */
  pause(halt: string, reason: string = halt): void {
    if (this.#halts.has(halt)) return
    this.#halts.add(halt)
    if (this.#isRunning) this.#options.emit({ type: 'agent', state: 'paused', reason })
  }

  resume(halt: string, reason: string = halt): void {
    if (!this.#halts.delete(halt) || !this.#isRunning) return
    this.#options.emit({ type: 'agent', state: 'resumed', reason })
    this.#executor.drain()
  }

  abort(reason: string): never {
    throw new AgentAborted(reason)
  }

  /** Throws while a command is being executed: what waits inside it is no data. */
  snapshot(): AgentSnapshot {
    const { current, waiting } = this.#executor
    if (current !== undefined)
      throw new Error(`snapshot: expected an idle agent, but it is executing ${current}; advance the clock first`)
    if (waiting > 0) {
      const halt = [...this.#halts].at(-1)
      const what = WAITED_FOR.get(halt) ?? 'the host to read, or for the port to open'
      throw new Error(`snapshot: expected an idle agent, but requests wait for ${what}`)
    }
    return {
      state: this.state,
      halts: [...this.#halts],
      frozen: this.#frozen,
      frozenSince: this.#frozenSince,
      hostName: this.hostName,
      nextHandle: this.#stateFile.snapshot(),
      stream: this.#stream.snapshot(),
    }
  }

  restore(snapshot: AgentSnapshot): void {
    this.abandon('the VM was restored to a snapshot')
    this.#isRunning = snapshot.state !== 'stopped'
    this.#halts = new Set(snapshot.halts)
    this.#frozen = snapshot.frozen
    this.#frozenSince = snapshot.frozenSince
    this.hostName = snapshot.hostName
    this.#stateFile.restore(snapshot.nextHandle)
    this.#stream = this.#newStream()
    this.#stream.restore(snapshot.stream)
  }

  #newStream(): JsonStream {
    const stream: JsonStream = new JsonStream((message: Message) => {
      // A process that ended in the middle of a chunk has read the rest of it for nothing.
      if (stream === this.#stream) this.#executor.add({ read: () => readRequest(message) })
    })
    return stream
  }

  #isEnabled(command: CommandDefinition): boolean {
    const { blockRpcs, allowRpcs } = this.config
    if (blockRpcs.includes(command.name)) return false
    if (allowRpcs !== undefined && !allowRpcs.includes(command.name)) return false
    return command.whileFrozen || !this.#frozen
  }
}
