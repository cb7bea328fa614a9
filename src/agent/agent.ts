/**
 * The qemu-ga process: one parser, one queue, one command at a time. What it has read stays with it, whoever sent it:
 * half a request is completed by the next client's first bytes.
 */
import type { Behaviour } from '../commands/behaviour.js'
import type { AgentView } from '../commands/define.js'
import type { Guest } from '../guest/guest.js'
import { JsonStream, type Message, type StreamSnapshot } from '../json/stream.js'
import type { JsonObject } from '../json/value.js'
import type { AgentConfig } from './config.js'
import { readRequest } from './dispatch.js'
import { Enablement } from './enablement.js'
import type { AgentEvent } from './events.js'
import { Executor } from './executor.js'
import { type FrozenSnapshot, FrozenState } from './frozen-state.js'
import type { Intercept } from './intercept.js'
import { patched } from './patches.js'
import type { Asked, Output } from './reply.js'
import { StateFile, StateFileError } from './state-file.js'
import { AgentAborted, goThrough } from './task.js'
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
  /** Whether a reply could be got rid of, by the wire or to who called: if not, nothing is begun. */
  readonly mayWrite: (isCall: boolean) => boolean
  /** Whether the port is open: if not, nothing is begun of what came by it. */
  readonly hasPort: () => boolean
  /** Why the channel can't be opened, line by line of the log; undefined if it can. */
  readonly noChannel?: () => readonly string[] | undefined
  /** Called whenever a command is done. */
  readonly onDone: () => void
}

export type AgentState = 'running' | 'paused' | 'stopped'

export interface AgentSnapshot {
  readonly state: AgentState
  readonly frozen: FrozenSnapshot
  readonly hostName: string | undefined
  readonly hasHwclock: boolean | undefined
  readonly nextHandle: bigint
  /** Why it could not start the last time, as its log says it. */
  readonly startFailure: readonly string[] | undefined
  readonly halts: readonly string[]
  readonly stream: StreamSnapshot
}

/** What requests wait for while the agent is halted so; without a halt it is the channel that they wait for. */
const WAITED_FOR: ReadonlyMap<string | undefined, string> = new Map([
  ['paused', 'the VM to go on; resume it first'],
  ['suspended', 'the guest to wake up; wake it first'],
  ['deaf', 'the agent to read again; let it listen first'],
  ['retrying', 'the agent to open its channel again; advance the clock first'],
])

/** What becomes of a process's last deeds is in its log only. */
const NOBODY = { isAbandoned: false, told: () => {} }

/** Halts that end with the process. */
const HALTS_OF_PROCESS = ['deaf', 'retrying']

export class Agent implements AgentView {
  readonly config: AgentConfig
  hostName: string | undefined
  hasHwclock: boolean | undefined
  readonly #options: AgentOptions
  readonly #profile: AgentProfile
  readonly behaviour: Behaviour
  readonly #stateFile: StateFile
  readonly #executor: Executor
  #stream: JsonStream
  #isRunning: boolean
  /** Why it doesn't get on: the guest is suspended, say. As long as there is a reason left, it executes nothing. */
  #halts = new Set<string>()
  readonly #frozen: FrozenState
  readonly #enablement: Enablement
  /** What its log says of why it could not start the last time. */
  #startFailure: readonly string[] | undefined

  constructor(options: AgentOptions) {
    const { guest, config } = options
    this.#options = options
    this.config = config
    this.#profile = findProfile(config.version, guest.config.family)
    this.behaviour = patched(this.#profile.behaviour, config.patches)
    this.#stream = this.#newStream()
    this.#isRunning = config.running
    this.#stateFile = new StateFile(guest.files, config.stateDir, this.#profile)
    this.#frozen = new FrozenState(guest.clock)
    this.#enablement = new Enablement({
      config,
      behaviour: this.behaviour,
      frozen: this.#frozen,
      context: { guest, agent: this },
    })
    this.#executor = new Executor({
      ...options,
      agent: this,
      commands: {
        find: name => this.#profile.commands.get(name),
        isEnabled: command => this.#enablement.isEnabled(command),
        isDisabledByFreeze: command => this.#enablement.isDisabledByFreeze(command),
      },
      mayRun: isCall => this.state === 'running' && options.mayWrite(isCall) && (isCall || options.hasPort()),
      onAbort: reason => this.stop(reason, 'aborted'),
    })
    guest.attachAgent({ user: config.user, handleCounter: this.#stateFile })
  }

  get version(): string {
    return this.#profile.version
  }

  get baseVersion(): string {
    return this.#profile.baseVersion
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
      return {
        name: command.name,
        enabled: this.#enablement.isEnabled(command),
        successResponse: command.successResponse,
      }
    })
  }

  get frozen(): boolean {
    return this.#frozen.isFrozen
  }

  /** For how long it has taken the file systems for frozen, in nanoseconds; undefined when it doesn't. */
  get frozenFor(): bigint | undefined {
    return this.#frozen.duration
  }

  set frozen(frozen: boolean) {
    this.#frozen.set(frozen)
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

  /** What its log says of why it could not start, line by line; undefined if it could. */
  get startFailure(): readonly string[] | undefined {
    return this.#startFailure
  }

  /** The process that is there when the VM is created reads what one before it has left behind. */
  begin(): void {
    if (this.#isRunning) this.#isRunning = this.#readState()
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
    for (const halt of HALTS_OF_PROCESS) this.#halts.delete(halt)
    this.#stream = this.#newStream()
    this.abandon(`the agent is not running: ${reason}`)
    // exit(3) writes what streams still hold; abort(3) does not.
    if (how === 'aborted') this.#options.guest.handles.dropAll()
    else this.#options.guest.handles.closeAll()
    this.#options.guest.children.forgetAll()
    this.#options.guest.ufsSuspend.close()
    this.#options.guest.windows?.agentEnded()
    this.#options.emit({ type: 'agent', state: how, reason })
  }

  /** Whoever started the process ends it in order. */
  end(reason: string): void {
    if (this.#isRunning && this.#profile.thawsWhenStopped) this.exit(reason)
    else this.stop(reason)
  }

  /** The process ends by itself, as exit(3): what it has frozen it thaws, and runs the hook. */
  exit(reason: string): void {
    const { guest } = this.#options
    const thaw = this.frozen ? this.#profile.commands.get('guest-fsfreeze-thaw') : undefined
    this.stop(reason)
    if (thaw !== undefined) goThrough(() => thaw.run({ guest, agent: this }, {} as never), NOBODY)
  }

  /** Nothing comes of what it executes and of what waits; whoever waits for a call is told why. */
  abandon(reason: string): void {
    this.#executor.abandon(reason)
  }

  /** A new process, which knows nothing of the old one but what is on the guest's disk. */
  start(reason: string): void {
    if (this.#isRunning || !this.#readState()) return
    this.hostName = undefined
    this.hasHwclock = undefined
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
      frozen: this.#frozen.snapshot(),
      hostName: this.hostName,
      hasHwclock: this.hasHwclock,
      nextHandle: this.#stateFile.snapshot(),
      startFailure: this.#startFailure,
      stream: this.#stream.snapshot(),
    }
  }

  restore(snapshot: AgentSnapshot): void {
    this.abandon('the VM was restored to a snapshot')
    this.#isRunning = snapshot.state !== 'stopped'
    this.#halts = new Set(snapshot.halts)
    this.#frozen.restore(snapshot.frozen)
    this.hostName = snapshot.hostName
    this.hasHwclock = snapshot.hasHwclock
    this.#stateFile.restore(snapshot.nextHandle)
    this.#startFailure = snapshot.startFailure
    this.#stream = this.#newStream()
    this.#stream.restore(snapshot.stream)
  }

  /** False if it comes to nothing. */
  #readState(): boolean {
    try {
      this.#frozen.begin(this.#stateFile.start())
      this.#startFailure = this.#options.noChannel?.()
    } catch (error) {
      if (!(error instanceof StateFileError)) throw error
      this.#startFailure = error.log
    }
    const [reason] = this.#startFailure ?? []
    if (reason !== undefined) this.#options.emit({ type: 'agent', state: 'failed', reason })
    return reason === undefined
  }

  #newStream(): JsonStream {
    const stream: JsonStream = new JsonStream((message: Message) => {
      // A process that ended in the middle of a chunk has read the rest of it for nothing.
      if (stream === this.#stream) this.#executor.add({ read: () => readRequest(message, this.behaviour) })
    }, this.behaviour.syntax)
    return stream
  }
}
