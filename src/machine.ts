/** A guest, its agent and the channel to it, joined. The only place that knows all the rooms. */
import type { Duplex } from 'node:stream'
import { actionInScenario } from './action-in-scenario.js'
import { Agent } from './agent/agent.js'
import type { AgentEvent } from './agent/events.js'
import { MISSING_DEVICE } from './agent/missing-device.js'
import { mentionState, stateImage } from './agent/state-file.js'
import { findProfile } from './agent/versions.js'
import { Channel, type ChannelEvent, type PortState } from './channel/channel.js'
import { type Distribution, sample } from './faults/distribution.js'
import { Faults } from './faults/faults.js'
import type { GuestCondition } from './faults/rule.js'
import { Guest } from './guest/guest.js'
import { holds } from './guest-condition.js'
import { LostChannel } from './lost-channel.js'
import { arrive, depart, identityOf, type Movable } from './migrated-guest.js'
import { MigrationSockets } from './migration-socket.js'
import { QemuProcess } from './monitor/qemu.js'
import type { RunState } from './monitor/run-state.js'
import { describeAction, perform } from './perform.js'
import { ProcessSockets } from './process-sockets.js'
import type { LoadedScenario } from './scenario/load.js'
import type { Action } from './timeline/action.js'
import { Agenda } from './timeline/agenda.js'
import { Timeline } from './timeline/timeline.js'
import type { Occurrence } from './trace/events.js'
import type { MachineSnapshot } from './vm-snapshot.js'

export class Machine {
  readonly guest: Guest
  readonly agent: Agent
  readonly channel: Channel
  readonly faults: Faults
  readonly qemu: QemuProcess
  readonly agenda: Agenda
  readonly timeline: Timeline
  readonly sockets: ProcessSockets
  readonly #lostChannel: LostChannel
  /** The scenario says something of an agent that ran before. */
  readonly #hasPast: boolean
  readonly #emit: (event: Occurrence) => void
  readonly #visitors = new Set<Duplex>()
  #isRestPlanned = false
  #isClosed = false

  /** `emit` is told everything that happens; the time line has not begun. */
  constructor(scenario: LoadedScenario, emit: (event: Occurrence) => void) {
    this.#emit = emit
    const { stateDir, running, quirks } = scenario.agent
    const { files } = scenario.guest
    this.#hasPast = mentionState(files)
    this.guest = new Guest({ ...scenario.guest, files: [...stateImage(stateDir, files, running), ...files] })
    const { clock, random } = this.guest
    const isTrue = (condition: GuestCondition) => holds(condition, this.guest, this.agent)
    this.agenda = new Agenda(clock, (action, origin) => this.#performAlone(action, origin))
    this.timeline = new Timeline(scenario.timeline, this.agenda, isTrue)
    this.faults = new Faults({
      rules: scenario.faults,
      syntax: findProfile(scenario.agent.version, scenario.guest.family).behaviour.syntax,
      clock,
      random,
      isTrue,
      toAgent: bytes => this.channel.deliver(bytes),
      toHost: (data, passage) => this.channel.write(data, passage),
      hasRoom: () => this.channel.hasRoom,
      isOpen: () => this.channel.port === 'open',
      client: () => this.channel.client,
      perform: deeds => this.agenda.do(deeds),
      emit: event => this.tell(event),
    })
    this.agent = new Agent({
      guest: this.guest,
      config: scenario.agent,
      emit: event => this.#tellOfAgent(event),
      output: (data, asked) => this.faults.reply(data, asked),
      intercept: (asked, args) => this.faults.begin(asked, args),
      unanswered: asked => this.faults.unanswered(asked),
      mayWrite: isCall => this.channel.hasRoom && !this.faults.isHeldUp && (isCall || !this.channel.isStuck),
      hasPort: () => this.channel.port === 'open',
      noChannel: () => this.#missingDevice(),
      onDone: () => this.settle(),
    })
    this.qemu = new QemuProcess({
      config: scenario.qemu,
      guest: this.guest,
      agent: this.agent,
      emit: event => this.tell(event),
      driversChanged: areThere => this.#driversChanged(areThere),
      vcpusChanged: areRunning => this.channel.setTaking(areRunning),
      portArrives: isOpen => (isOpen ? this.setPort('open') : this.#portChanged(false)),
      migration: {
        transport: new MigrationSockets(() => identityOf(scenario)),
        isIdle: () => !this.agent.isBusy && !this.agent.hasWaiting,
        depart: () => depart(this.#parts),
        arrive: (state, completed) => {
          arrive(this.#parts, state, completed)
          this.#restoreListeners()
          this.settle()
        },
      },
    })
    this.channel = new Channel({
      transport: this.agent.config.transport,
      port: running ? 'open' : (scenario.agent.port ?? 'closed'),
      carry: (bytes, client) => this.faults.request(bytes, client),
      receive: bytes => this.#receive(bytes),
      proceed: () => this.#proceed(),
      more: () => this.faults.goOn(),
      emit: event => this.#tellOfChannel(event),
      ...(quirks.endsWhenLeftUnread && { failRead: () => this.#lostChannel.lose('a client left with a reply unread') }),
      ...(quirks.seesClientsLate && { looksBy: clock }),
      ...(quirks.hangsUpOnEnd && { hangsUpOnEnd: true }),
    })
    this.#lostChannel = new LostChannel({
      agent: this.agent,
      channel: this.channel,
      clock,
      isToldOfDevices: this.guest.system.announcesDevices ?? false,
      listen: isListening => this.sockets.listen(isListening),
    })
    this.sockets = new ProcessSockets({
      agent: this.agent,
      channel: this.channel,
      lostChannel: this.#lostChannel,
      runState: this.qemu.runState,
    })
    this.guest.onChange(change => this.tell({ type: 'guest', change }))
    // What the guest holds as plain data, since it may not know of it: both were made of the scenario's own.
    this.guest.scenarioPrograms.join({
      perform: (effects, origin) => this.agenda.do(effects as readonly Action[], origin),
      draw: (duration, chance) => sample(duration as Distribution, chance),
    })
    this.qemu.onProcessChange((isThere, leavesFiles) => {
      if (!isThere) this.faults.processEnded()
      this.sockets.processChanged(isThere, leavesFiles)
    })
  }

  get runState(): RunState {
    return this.qemu.runState
  }

  start(): void {
    this.guest.power.onRequest(() => this.guest.tasks.afterwards(() => this.settle()))
    if (this.#hasPast) this.agent.begin()
    this.qemu.runState.begin()
    this.qemu.migration.in.begin()
    this.timeline.start()
    this.#throttle()
  }

  /** Something has happened. */
  tell(event: Occurrence): void {
    this.#emit(event)
    this.#planRest()
    if (this.timeline.isEmpty) return
    this.timeline.see(event)
    // A command that waits doesn't settle soon: what comes about meanwhile is done when all that runs now has run.
    if (this.timeline.isReady) queueMicrotask(() => this.#flushTimeline())
  }

  note(text: string, mark = false): void {
    this.tell({ type: 'note', text, ...(mark && { mark: true }) })
  }

  /** Does it at once, up to the first `wait`; what comes later than this call has nobody to throw at. */
  do(actions: readonly Action[]): void {
    const later = actions.findIndex(it => 'wait' in it)
    for (const action of later === -1 ? actions : actions.slice(0, later)) perform(action, this)
    if (later !== -1) this.agenda.do(actions.slice(later))
    this.settle()
  }

  /** The agent has finished a command, or something was done to it. */
  settle(): void {
    if (this.agent.isBusy) return
    this.runState.settle()
    this.qemu.migration.out.settle()
    if (this.timeline.isReady) this.timeline.flush()
    this.#throttle()
  }

  /** A client comes, sends those bytes (one character each), and leaves when it is told. */
  visit(send: string): { leave(): void } {
    const visitor = this.sockets.connect()
    visitor.on('error', () => {})
    visitor.resume()
    if (send !== '') visitor.write(send, 'latin1')
    this.#visitors.add(visitor)
    visitor.on('close', () => this.#visitors.delete(visitor))
    return { leave: () => visitor.end() }
  }

  /** The guest's end of the channel is opened, closed, or taken away; with unix-listen there is no such thing. */
  setPort(state: PortState): void {
    // A process that has given its device up opens it no more.
    this.channel.setPort(state === 'open' && this.#lostChannel.isDeaf ? 'closed' : state)
    if (this.channel.port === 'unplugged') this.#lostChannel.lose('its device is gone')
    this.#lostChannel.portChanged()
  }

  /** Throws while a command is being executed. */
  snapshot(): MachineSnapshot {
    return {
      guest: this.guest.snapshot(),
      agent: this.agent.snapshot(),
      runState: this.runState.snapshot(),
      migration: this.qemu.migration.snapshot(),
      heldBack: this.qemu.heldBack(),
      channel: this.channel.snapshot(),
      faults: this.faults.snapshot(),
      timeline: this.timeline.snapshot(),
      agenda: this.agenda.snapshot(),
      lostChannel: this.#lostChannel.snapshot(),
    }
  }

  /**
   * Throws, and changes nothing then: TypeError when the function of a fault rule is not there, Error when a guest can't be
   * awaited where it was.
   */
  restore(snapshot: MachineSnapshot): void {
    this.faults.rules.check(snapshot.faults.rules)
    this.qemu.migration.in.check(snapshot.migration.incoming)
    this.guest.restore(snapshot.guest)
    this.agent.restore(snapshot.agent)
    this.runState.restore(snapshot.runState)
    this.qemu.holdBack(snapshot.heldBack)
    this.channel.restore(snapshot.channel)
    this.faults.restore(snapshot.faults)
    this.timeline.restore(snapshot.timeline)
    this.agenda.restore(snapshot.agenda)
    this.#lostChannel.restore(snapshot.lostChannel)
    this.#restoreListeners()
    this.qemu.migration.restore(snapshot.migration)
    // Connections are no state, and how long these would have stayed isn't either.
    for (const visitor of this.#visitors) visitor.end()
    if (this.timeline.isReady) queueMicrotask(() => this.#flushTimeline())
    // What was being executed is no longer: the channel may go on.
    this.#throttle()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.guest.clock.sync()
    this.agent.abandon('the VM is closed')
    this.qemu.migration.drop()
    await this.sockets.close()
    await this.channel.close()
    this.guest.close()
  }

  #proceed(): boolean {
    if (!this.agent.hasWaiting) return false
    this.guest.clock.sync()
    const began = this.agent.proceed()
    if (this.agent.isBusy) this.channel.pause()
    return began
  }

  #receive(bytes: Buffer): void {
    this.agent.receive(bytes)
    if (!this.agent.isReading) this.channel.pause()
  }

  /** Nobody reads what comes while the agent is busy or halted. */
  #throttle(): void {
    if (this.agent.isReading) this.channel.resume()
    else this.channel.pause()
  }

  /** In the clock modes that move by themselves: when all that happens now has happened, there is nothing to do but wait. */
  #planRest(): void {
    const { clock } = this.guest
    if (this.#isRestPlanned || clock.mode === 'manual' || clock.mode === 'real') return
    this.#isRestPlanned = true
    queueMicrotask(() => {
      // What comes about meanwhile is no reason to rest again: the clock has taken it along, or has had enough.
      if (!this.#isClosed) clock.idle()
      this.#isRestPlanned = false
    })
  }

  #flushTimeline(): void {
    if (this.#isClosed) return
    this.timeline.flush()
    this.settle()
  }

  #tellOfChannel(event: ChannelEvent): void {
    // A reply leaves at the time of what it answers.
    if (event.type !== 'out') this.guest.clock.sync()
    // Behind a chardev the next client gets what this one didn't.
    if (event.type === 'disconnect' && !this.channel.isQemus) this.faults.connectionLost()
    this.tell(event)
    if (event.type === 'connect') this.#lostChannel.clientCame()
    if (event.type === 'port') this.#portChanged(event.state === 'open')
    // Where the clock jumps to what is due, nobody else would let the agent see its client.
    if (event.type === 'in' && this.channel.isUnseen) this.guest.clock.stall(() => this.channel.isUnseen)
  }

  #tellOfAgent(event: AgentEvent): void {
    this.tell(event)
    if (event.type !== 'agent') return
    if (ENDED.has(event.state)) {
      this.#lostChannel.forget()
      this.#agentEnded()
    } else if (event.state === 'started') this.#agentStarted()
    this.#throttle()
  }

  #agentEnded(): void {
    this.faults.agentEnded()
    this.sockets.hangUp()
  }

  #agentStarted(): void {
    if (this.channel.port === 'unplugged') this.#lostChannel.lose('its device is not there')
    else this.channel.setPort('open')
    this.sockets.listen(true)
  }

  /** What a guest is that moves to another machine. */
  get #parts(): Movable {
    const { guest, agent, runState, channel } = this
    return { guest, agent, runState, channel, lostChannel: this.#lostChannel }
  }

  /** The driver of a serial line keeps what the port is like; that of virtio-serial begins anew. */
  #driversChanged(areThere: boolean): void {
    if (this.agent.config.transport !== 'virtio-serial' || this.channel.port === 'unplugged') return
    if (!areThere) this.channel.setPort('closed')
    else if (this.agent.state !== 'stopped') this.setPort('open')
  }

  #portChanged(isOpen: boolean): void {
    if (this.agent.config.transport === 'virtio-serial') this.qemu.portChanged(isOpen)
  }

  /** What qemu-ga logs that finds no device, and does not go on looking for it. */
  #missingDevice(): readonly string[] | undefined {
    if (this.channel.port !== 'unplugged' || this.#lostChannel.isRetried) return undefined
    return MISSING_DEVICE[this.guest.config.family]
  }

  /** Connections are no state, but whether somebody listens is. */
  #restoreListeners(): void {
    const { isRefusing } = this.sockets
    if (!this.channel.isQemus && isRefusing) this.#agentEnded()
    else if (!isRefusing) this.sockets.listen(true)
  }

  /** Something that was due comes about: by the scenario, or later than the host asked for it. */
  #performAlone(action: Action, origin?: string): void {
    const text = describeAction(action)
    if (text !== undefined) this.tell({ type: 'action', by: 'scenario', text })
    try {
      perform(action, this)
    } catch (error) {
      // Nobody is there to catch it.
      const whose = origin === undefined ? '' : `${origin}: ${actionInScenario(action)} `
      this.note(`${whose}could not be done: ${error instanceof Error ? error.message : String(error)}`, true)
    }
    this.settle()
  }
}

/** In these states there is no process of the agent. */
const ENDED: ReadonlySet<string> = new Set(['failed', 'stopped', 'aborted'])
