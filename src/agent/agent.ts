/**
 * The qemu-ga process: one parser, one queue, one command at a time. What it has read stays with it, whoever sent it:
 * half a request is completed by the next client's first bytes.
 */
import type { AgentView, CommandDefinition } from '../commands/define.js'
import { findCommand } from '../commands/registry.js'
import type { Guest } from '../guest/guest.js'
import { JsonStream, type Message, type StreamSnapshot } from '../json/stream.js'
import type { JsonObject } from '../json/value.js'
import { writeJson } from '../json/write.js'
import { QapiError } from '../qapi/errors.js'
import type { AgentConfig } from './config.js'
import { readCommandArguments, readRequest } from './dispatch.js'
import type { AgentEvent } from './events.js'
import { errorLine, resultJson, successLine } from './reply.js'
import { FROZEN_FLAG_SUFFIX, StateFile } from './state-file.js'
import { AgentAborted, type Task, TaskRun } from './task.js'
import { type AgentProfile, findProfile } from './versions.js'

export interface AgentOptions {
  readonly guest: Guest
  readonly config: AgentConfig
  readonly emit: (event: AgentEvent) => void
  /** Takes the reply: one character a byte. */
  readonly output: (data: string) => void
  /** Called whenever a command is done. */
  readonly onDone: () => void
}

export type AgentState = 'running' | 'paused' | 'stopped'

export interface AgentSnapshot {
  readonly state: AgentState
  readonly frozen: boolean
  readonly hostName: string | undefined
  readonly nextHandle: bigint | undefined
  readonly commandCount: number
  readonly stream: StreamSnapshot
  readonly held: readonly Uint8Array[]
}

export class Agent implements AgentView {
  readonly config: AgentConfig
  hostName: string | undefined
  readonly #options: AgentOptions
  readonly #profile: AgentProfile
  readonly #stateFile: StateFile
  #stream = this.#newStream()
  #state: AgentState = 'running'
  #frozen: boolean
  #queue: Task[] = []
  #current: TaskRun | undefined
  #isDraining = false
  /** What came while it was paused. */
  #held: Buffer[] = []
  #commandCount = 0

  constructor(options: AgentOptions) {
    const { guest, config } = options
    this.#options = options
    this.config = config
    this.#profile = findProfile(config.version)
    this.#stateFile = new StateFile(guest.files, config.stateDir)
    guest.attachAgent({ user: config.user, handleCounter: this.#stateFile })
    // The disk is unpacked when it is first touched: so only if the scenario has such a file, under whatever name.
    const mayBeFrozen = guest.config.files.some(file => file.path.endsWith(FROZEN_FLAG_SUFFIX))
    this.#frozen = mayBeFrozen && guest.files.exists(this.#stateFile.frozenFlagPath)
  }

  get version(): string {
    return this.#profile.version
  }

  get state(): AgentState {
    return this.#state
  }

  /** It is executing a command: what comes now has to wait. */
  get isBusy(): boolean {
    return this.#current !== undefined
  }

  get commandStates() {
    return this.#profile.commandNames.map(name => {
      const command = findCommand(name)
      return {
        name,
        enabled: command !== undefined && this.#isEnabled(command),
        successResponse: command?.successResponse ?? true,
      }
    })
  }

  get frozen(): boolean {
    return this.#frozen
  }

  set frozen(frozen: boolean) {
    this.#frozen = frozen
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

  /** Bytes from the host. Without a running agent nobody reads them; a paused one reads them when it goes on. */
  receive(bytes: Buffer): void {
    if (this.#state === 'running') this.#stream.feed(bytes)
    else if (this.#state === 'paused') this.#held.push(Buffer.from(bytes))
  }

  /** Runs a command without the wire. Resolves with what it returned, rejects with QapiError. */
  call(name: string, args: JsonObject): Promise<unknown> {
    if (this.#state === 'stopped') return Promise.reject(new Error(`${name}: the agent is not running`))
    return new Promise((resolve, reject) => {
      this.#enqueue({ read: () => ({ kind: 'command', name, arguments: args }), settle: { resolve, reject } })
    })
  }

  /** The process ends: what it was doing, what it had read and its open files are gone. */
  stop(reason: string, how: 'stopped' | 'aborted' = 'stopped'): void {
    if (this.#state === 'stopped') return
    this.#state = 'stopped'
    this.#stream = this.#newStream()
    this.#held = []
    this.abandon(`the agent is not running: ${reason}`)
    this.#options.guest.handles.closeAll()
    this.#options.guest.children.forgetAll()
    this.#options.emit({ type: 'agent', state: how, reason })
  }

  /** Nothing comes of what it executes and of what waits; whoever waits for a call is told why. */
  abandon(reason: string): void {
    const lost = [...(this.#current === undefined ? [] : [this.#current.task]), ...this.#queue]
    this.#current?.abandon()
    this.#current = undefined
    this.#queue = []
    for (const { settle } of lost) settle?.reject(new Error(reason))
  }

  /** A new process, which knows nothing of the old one but what is on the guest's disk. */
  start(reason: string): void {
    if (this.#state !== 'stopped') return
    this.#stateFile.restore(undefined)
    this.hostName = undefined
    this.#frozen = this.#options.guest.files.exists(this.#stateFile.frozenFlagPath)
    this.#state = 'running'
    this.#options.emit({ type: 'agent', state: 'started', reason })
  }

  /** The guest sleeps: nothing is executed until `resume`. */
  pause(reason: string): void {
    if (this.#state !== 'running') return
    this.#state = 'paused'
    this.#options.emit({ type: 'agent', state: 'paused', reason })
  }

  resume(reason: string): void {
    if (this.#state !== 'paused') return
    this.#state = 'running'
    this.#options.emit({ type: 'agent', state: 'resumed', reason })
    const held = this.#held
    this.#held = []
    for (const bytes of held) this.receive(bytes)
    this.#drain()
  }

  abort(reason: string): never {
    throw new AgentAborted(reason)
  }

  /** Throws while a command is being executed: what waits inside it is no data. */
  snapshot(): AgentSnapshot {
    if (this.#current !== undefined)
      throw new Error(
        `snapshot: expected an idle agent, but it is executing ${this.#current.name}; advance the clock first`,
      )
    if (this.#queue.length > 0)
      throw new Error('snapshot: expected an idle agent, but requests wait for the guest to wake up; wake it first')
    return {
      state: this.#state,
      frozen: this.#frozen,
      hostName: this.hostName,
      nextHandle: this.#stateFile.snapshot(),
      commandCount: this.#commandCount,
      stream: this.#stream.snapshot(),
      held: [...this.#held],
    }
  }

  restore(snapshot: AgentSnapshot): void {
    this.abandon('the VM was restored to a snapshot')
    this.#state = snapshot.state
    this.#frozen = snapshot.frozen
    this.hostName = snapshot.hostName
    this.#stateFile.restore(snapshot.nextHandle)
    this.#commandCount = snapshot.commandCount
    this.#stream = this.#newStream()
    this.#stream.restore(snapshot.stream)
    this.#held = snapshot.held.map(bytes => Buffer.from(bytes))
  }

  #newStream(): JsonStream {
    const stream: JsonStream = new JsonStream((message: Message) => {
      // A process that ended in the middle of a chunk has read the rest of it for nothing.
      if (stream === this.#stream) this.#enqueue({ read: () => readRequest(message) })
    })
    return stream
  }

  #isEnabled(command: CommandDefinition): boolean {
    const { blockRpcs, allowRpcs } = this.config
    if (blockRpcs.includes(command.name)) return false
    if (allowRpcs !== undefined && !allowRpcs.includes(command.name)) return false
    return command.whileFrozen || !this.#frozen
  }

  #enqueue(task: Task): void {
    this.#queue.push(task)
    this.#drain()
  }

  #drain(): void {
    // A command that is done calls this again: the loop below goes on instead of a deeper one.
    if (this.#isDraining) return
    this.#isDraining = true
    try {
      while (this.#current === undefined && this.#state === 'running') {
        const task = this.#queue.shift()
        if (task === undefined) return
        this.#begin(task)
      }
    } finally {
      this.#isDraining = false
    }
  }

  #begin(task: Task): void {
    const { guest, emit, output } = this.#options
    guest.clock.request()
    try {
      const request = task.read()
      if (request.kind === 'command') this.#run(task, request.name, request.arguments)
      else {
        output(`${writeJson(request.value)}\n`)
        this.#done()
      }
    } catch (error) {
      if (!(error instanceof QapiError)) throw error
      emit({ type: 'refused', error: { class: error.class, desc: error.desc } })
      output(errorLine(error))
      this.#done()
    }
  }

  #run(task: Task, name: string, args: JsonObject): void {
    const { guest, emit } = this.#options
    const id = this.#commandCount++
    emit({ type: 'request', id, name, arguments: args, ...(task.settle && { source: 'call' }) })
    const run = new TaskRun(task, name, id, outcome => this.#finish(run, outcome))
    this.#current = run
    run.start(() => {
      const isEnabled = (command: CommandDefinition) => this.#isEnabled(command)
      const { command, args: values } = readCommandArguments(name, args, findCommand, isEnabled)
      run.command = command
      return command.run({ guest, agent: this }, values)
    })
    // Nothing happens until the clock brings what it waits for.
    if (this.#current !== undefined) guest.clock.idle()
  }

  #finish(run: TaskRun, outcome: { readonly result: unknown } | { readonly error: unknown }): void {
    this.#current = undefined
    if ('error' in outcome) this.#fail(run, outcome.error)
    else this.#succeed(run, outcome.result)
    this.#done()
    this.#drain()
  }

  #succeed({ task, command, name, id }: TaskRun, result: unknown): void {
    if (command === undefined) return
    const { emit, output } = this.#options
    const json = resultJson(command, result)
    emit({ type: 'reply', id, name, ...(command.successResponse ? { return: json } : {}) })
    if (task.settle !== undefined) task.settle.resolve(result)
    else if (command.successResponse) output(successLine(command, json))
  }

  #fail({ task, name, id }: TaskRun, error: unknown): void {
    if (error instanceof AgentAborted) {
      this.stop(error.message, 'aborted')
      task.settle?.reject(new Error(`the agent died: ${error.message}`))
      return
    }
    if (!(error instanceof QapiError)) throw error
    this.#options.emit({ type: 'reply', id, name, error: { class: error.class, desc: error.desc } })
    if (task.settle !== undefined) task.settle.reject(error)
    else this.#options.output(errorLine(error))
  }

  #done(): void {
    this.#options.onDone()
    if (this.#current === undefined) this.#options.guest.clock.idle()
  }
}
