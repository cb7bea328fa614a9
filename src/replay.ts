/**
 * A journal, done again: a new VM of the same scenario gets the same bytes and calls at the same times, and must say
 * the same.
 */
import type { Duplex } from 'node:stream'
// A turn of the event loop, in which all bytes on their way in memory arrive; no time of the host's.
import { setImmediate as turn } from 'node:timers/promises'
import { isJsonObject } from './json/value.js'
import type { ScenarioInput } from './scenario/load.js'
import type { TraceEvent } from './trace/events.js'
import { firstDifference, type ReplayDifference } from './trace/replay.js'
import { Vm } from './vm.js'

export interface ReplayResult {
  /** The first thing that the VM said otherwise; undefined when there is none. */
  readonly difference: ReplayDifference | undefined
  /** What happened this time. */
  readonly events: readonly TraceEvent[]
}

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>
type Bytes = Extract<TraceEvent, { readonly data: string }>

/**
 * Replays the events of a VM (`vm.events`, or the lines of a trace file through `decodeEvent`). Only what the journal
 * holds is done again: what a test did to `vm.guest` by hand, or with `vm.restore`, is not.
 *
 * A clock of mode `real` is replayed as a `manual` one. Throws RangeError when the journal does not begin with `start`.
 */
export async function replay(events: Iterable<TraceEvent>): Promise<ReplayResult> {
  const journal = [...events]
  const [start] = journal
  if (start?.type !== 'start') {
    const got = start === undefined ? 'no event' : `"${start.type}", event ${start.seq}`
    throw new RangeError(`replay: expected a journal that begins with the event "start", got ${got}`)
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

class Replay {
  readonly #vm: Vm
  readonly #journal: readonly TraceEvent[]
  readonly #clients = new Map<number, Duplex>()
  /** Ids of the calls that are made. */
  readonly #called = new Set<number>()
  /** The last event of each client that is bytes: one that then only sends may have gone without waiting. */
  readonly #last = new Map<number, TraceEvent>()

  constructor(vm: Vm, journal: readonly TraceEvent[]) {
    this.#vm = vm
    this.#journal = journal
    for (const event of journal) {
      if ((event.type === 'in' || event.type === 'out') && event.client !== undefined) {
        this.#last.set(event.client, event)
      }
    }
  }

  async run(): Promise<void> {
    for (const [index, event] of this.#journal.entries()) {
      this.#advanceTo(event)
      if (this.#repeat(event)) await turn()
      if (this.#vm.agent.isBusy) this.#callEarly(index)
    }
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
        this.#clients.set(event.client, this.#connect())
        return true
      case 'disconnect':
        this.#clients.get(event.client)?.end()
        return true
      case 'in':
        this.#send(event)
        return true
      case 'request':
        return this.#call(event)
      case 'guest':
        return this.#wakeUp(event)
      default:
        return false
    }
  }

  #connect(): Duplex {
    const client = this.#vm.connect()
    client.resume()
    return client
  }

  #send(event: Bytes): void {
    const client = this.#clients.get(event.client ?? 0)
    client?.write(event.data, 'latin1')
    // Whoever got nothing more may have left at once: its reply must not find it here.
    if (event === this.#last.get(event.client ?? 0)) client?.destroy()
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

  /** Nothing in a guest that sleeps or is off gets it running again by itself. */
  #wakeUp({ change }: EventOf<'guest'>): boolean {
    const { power } = this.#vm.guest
    if (change.what !== 'power' || change.to !== 'running' || change.from === 'rebooting') return false
    if (power.state === 'running') return false
    this.#vm.wakeup()
    return true
  }
}
