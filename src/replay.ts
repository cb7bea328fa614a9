/**
 * A journal, done again: a new VM of the same scenario gets the same bytes and calls at the same times, and must say
 * the same.
 */
import type { Duplex } from 'node:stream'
// A turn of the event loop, in which all bytes on their way in memory arrive; no time of the host's.
import { setImmediate as turn } from 'node:timers/promises'
import { InMemoryEnd } from './channel/in-memory.js'
import { toPlain } from './json/plain.js'
import { isJsonObject } from './json/value.js'
import type { ActionInput } from './scenario/actions.js'
import type { ScenarioInput } from './scenario/load.js'
import type { TraceEvent } from './trace/events.js'
import { decodeExact } from './trace/exact-json.js'
import { firstDifference, type ReplayDifference } from './trace/replay.js'
import { Vm } from './vm.js'
import { CALLER } from './vm-qmp.js'

export interface ReplayResult {
  /** The first thing that the VM said otherwise; undefined when there is none. */
  readonly difference: ReplayDifference | undefined
  /** What happened this time. */
  readonly events: readonly TraceEvent[]
}

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>
type Bytes = EventOf<'in'>

/**
 * Replays the events of a VM (`vm.events`, or the lines of a trace file through `decodeEvent`). Only what the journal
 * holds is done again: what a test did to `vm.guest` by hand, or with `vm.restore`, is not, and of a fault rule the
 * function is not known. When a client came that had to wait is not known either, only when it was served: where several
 * wait, visitors of actions among them, they may be served in another order. With `isa-serial` a client that is cut off
 * while bytes of several writes are under way may have sent more of them, or less.
 *
 * A clock of mode `real` is replayed as a `manual` one. Throws RangeError when the journal does not begin with `start`, or
 * when there is a migration in it.
 */
export async function replay(events: Iterable<TraceEvent>): Promise<ReplayResult> {
  const journal = [...events]
  const [start] = journal
  if (start?.type !== 'start') {
    const got = start === undefined ? 'no event' : `"${start.type}", event ${start.seq}`
    throw new RangeError(`replay: expected a journal that begins with the event "start", got ${got}`)
  }
  // What came from the other machine is not in it, and nobody shall be sent anywhere again.
  if (journal.some(event => event.type === 'migration')) {
    throw new RangeError('replay: a journal with a migration in it cannot be replayed')
  }
  const vm = new Vm({ scenario: toScenario(start) })
  const again = [...vm.events]
  vm.onEvent(event => again.push(event))
  try {
    await new Replay(vm, journal).run()
    return { difference: firstDifference(journal, again), events: again }
  } finally {
    await vm.close()
  }
}

function toScenario({ scenario }: EventOf<'start'>): ScenarioInput {
  const document = scenario as ScenarioInput
  return document.clock?.mode === 'real' ? { ...document, clock: { ...document.clock, mode: 'manual' } } : document
}

/** Events that are not there as long as everything stands still. */
const STIRS: ReadonlySet<TraceEvent['type']> = new Set([
  'action',
  'in',
  'out',
  'disconnect',
  'request',
  'refused',
  'monitor',
])

class Replay {
  readonly #vm: Vm
  readonly #journal: readonly TraceEvent[]
  readonly #clients = new Map<number, Duplex>()
  /** Clients of QEMU's monitors, by the labels of those. */
  readonly #monitors = new Map<string, Duplex>()
  /** Ids of the calls that are made. */
  readonly #called = new Set<number>()
  /** How many clients have been served. */
  #served = 0
  /** The last bytes of clients that got nothing more and left at once: their replies must not find them here. */
  readonly #isLeaving: ReadonlySet<TraceEvent>
  /** Nothing came of them before the next thing was done: they were done in one go, and no bytes moved in between. */
  readonly #isAmidActions: ReadonlySet<TraceEvent>

  constructor(vm: Vm, journal: readonly TraceEvent[]) {
    this.#vm = vm
    this.#journal = journal
    this.#isLeaving = new Set(leaving(journal))
    this.#isAmidActions = amidActions(journal)
    const count = (event: TraceEvent) => {
      if (event.type === 'connect') this.#served = event.client
    }
    vm.events.forEach(count)
    vm.onEvent(count)
  }

  async run(): Promise<void> {
    for (const [index, event] of this.#journal.entries()) {
      this.#advanceTo(event)
      if (this.#repeat(event) && !this.#isAmidActions.has(event)) await this.#quiet()
      if (this.#vm.agent.isBusy) this.#callEarly(index)
    }
  }

  /** Bytes arrive in a turn of the event loop; a UART hands on what is behind its FIFO in the next. */
  async #quiet(): Promise<void> {
    await turn()
    await turn()
  }

  #advanceTo({ at, type }: TraceEvent): void {
    const { clock, config } = this.#vm.guest
    // In mode step a request moves the clock before it is told.
    const moved = type === 'request' && clock.mode === 'step' ? config.clock.step : 0n
    const ahead = at - moved - clock.monotonic()
    if (ahead > 0n) this.#vm.advance(ahead)
  }

  /** Does what came from outside; false if nothing did. */
  #repeat(event: TraceEvent): boolean {
    switch (event.type) {
      case 'connect':
        return this.#connect(event.client)
      case 'disconnect':
        this.#disconnect(event)
        return true
      case 'in':
        return this.#send(event)
      case 'request':
        return this.#call(event)
      case 'action':
        return this.#act(event)
      case 'monitor':
        return this.#toMonitor(event)
      default:
        return false
    }
  }

  /** A visitor of an action's or the scenario's comes by itself, and sends and leaves so. */
  #connect(number: number): boolean {
    if (this.#served >= number) return false
    const client = this.#vm.connect()
    client.resume()
    // A rule may reset it.
    client.on('error', () => {})
    this.#clients.set(number, client)
    return true
  }

  /** What it had left unread this client has read. */
  #disconnect({ client: number, unread }: EventOf<'disconnect'>): void {
    const client = this.#clients.get(number)
    if (unread && client instanceof InMemoryEnd) client.leaveUnread()
    else client?.end()
  }

  #send(event: Bytes): boolean {
    const client = this.#clients.get(event.client)
    if (client === undefined) return false
    client.write(event.data, 'latin1')
    if (this.#isLeaving.has(event)) client.destroy()
    return true
  }

  /** What host tools said to QEMU. */
  #toMonitor(event: EventOf<'monitor'>): boolean {
    const { monitor, what } = event
    if (what === 'connect') {
      const client = this.#vm.qmp.connect({ label: monitor, pretty: this.#isPretty(monitor) })
      client.resume()
      client.on('error', () => {})
      this.#monitors.set(monitor, client)
    } else if (what === 'disconnect') this.#monitors.get(monitor)?.end()
    else if (what === 'in' && monitor === CALLER) this.#execute(event.data)
    else if (what === 'in') this.#monitors.get(monitor)?.write(event.data, 'latin1')
    return what !== 'out'
  }

  /** Its greeting shows how it writes. */
  #isPretty(label: string): boolean {
    const greeting = this.#journal.find(
      event => event.type === 'monitor' && event.monitor === label && event.what === 'out',
    )
    return greeting?.type === 'monitor' && greeting.what === 'out' && greeting.data.startsWith('{\r\n')
  }

  #execute(request: string): void {
    const { execute, arguments: args } = toPlain(decodeExact(request)) as {
      readonly execute: string
      readonly arguments?: Readonly<Record<string, unknown>>
    }
    try {
      this.#vm.qmp.execute(execute, args)
    } catch {
      // As it was the first time, or there is a difference to tell.
    }
  }

  #call({ id, name, arguments: args, source }: EventOf<'request'>): boolean {
    if (source !== 'call' || this.#called.has(id)) return false
    this.#called.add(id)
    // The journal has the outcome.
    this.#vm.agent.call(name, isJsonObject(args) ? args : new Map()).catch(() => {})
    return true
  }

  /**
   * A call that was made while the agent was executing something else: in the journal it begins when that is done, but
   * made only then, it would come after the bytes that waited with it.
   */
  #callEarly(index: number): void {
    let at: bigint | undefined
    for (let next = index + 1; next < this.#journal.length; next++) {
      const event = this.#journal[next]
      if (event?.type === 'in' || event?.type === 'connect') return
      if (event?.type !== 'request') continue
      if (event.source !== 'call' || (at !== undefined && event.at !== at)) return
      at = event.at
      this.#call(event)
    }
  }

  /** What whoever tested did. What the scenario or a rule did comes about again by itself. */
  #act({ by, action }: EventOf<'action'>): boolean {
    if (by !== 'host') return false
    try {
      this.#vm.do(action as ActionInput)
    } catch {
      // As it was the first time, or there is a difference to tell.
    }
    return true
  }
}

function amidActions(journal: readonly TraceEvent[]): Set<TraceEvent> {
  const found = new Set<TraceEvent>()
  let next: TraceEvent | undefined
  for (let index = journal.length - 1; index >= 0; index--) {
    const event = journal[index] as TraceEvent
    if (event.type === 'action' && next?.type === 'action' && next.by === 'host') found.add(event)
    if (STIRS.has(event.type)) next = event
  }
  return found
}

function leaving(journal: readonly TraceEvent[]): TraceEvent[] {
  const last = new Map<number, TraceEvent>()
  return journal.flatMap((event, index) => {
    // Sent away by the VM, which does so again.
    if (event.type === 'action' && event.text.includes("by the host's side")) last.clear()
    if (event.type === 'disconnect' && isEndOfAgent(journal[index - 1])) return []
    if ((event.type === 'in' || event.type === 'out') && event.client !== undefined) last.set(event.client, event)
    const before = event.type === 'disconnect' && !event.unread ? last.get(event.client) : undefined
    return before?.type === 'in' && before.at === event.at ? [before] : []
  })
}

/** Connections that are the agent's own end with it. */
function isEndOfAgent(event: TraceEvent | undefined): boolean {
  return event?.type === 'agent' && (event.state === 'stopped' || event.state === 'aborted')
}
