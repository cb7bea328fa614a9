/** What a demo of a failure is given: a VM, clients on its clock, and words for the time line. */
import type { Duplex } from 'node:stream'
import { AgentClient, type ClientEvent, type ClientOptions } from '../client/index.js'
import { parseDuration } from '../scenario/units.js'
import { printableBytes } from '../trace/printable.js'
import type { Vm } from '../vm.js'

/** `call` as both kinds of client have it. */
export interface DemoClient {
  call(name: string, args?: object): Promise<unknown>
  close(): void
}

/** The constructor of examples/clients/naive.mjs. */
export type NaiveClientClass = new (stream: Duplex, options: { timer: Vm['timer']; timeout?: number }) => DemoClient

export class DemoHost {
  readonly vm: Vm
  readonly #NaiveClient: NaiveClientClass
  readonly #clients = new Set<{ close(): void }>()
  #syncs = 0n

  constructor(vm: Vm, NaiveClient: NaiveClientClass) {
    this.vm = vm
    this.#NaiveClient = NaiveClient
  }

  /** A connection to the agent, in memory: what a connection to the socket would be. */
  connect(): Duplex {
    return this.vm.connect()
  }

  /** The client that believes every line; `timeout` in milliseconds. */
  naive(options: { timeout?: number } = {}): DemoClient {
    return this.#keep(new this.#NaiveClient(this.connect(), { timer: this.vm.timer, ...options }))
  }

  /** The client of mockvm/client, on the clock of the guest. */
  async correct(options: ClientOptions = {}): Promise<AgentClient> {
    // Numbers that are easy to follow by eye.
    this.#syncs += 100n
    const given = { timer: this.vm.timer, firstSyncId: this.#syncs, onEvent: (event: ClientEvent) => this.#tell(event) }
    return this.#keep(await AgentClient.connect(() => this.connect(), { ...given, ...options }))
  }

  /** A line of the host's in the time line. */
  say(text: string): void {
    this.vm.note(`host: ${text}`)
  }

  /** The same, as the moment to look at. */
  mistake(text: string): void {
    this.vm.note(`host: ${text}`, { mark: true })
  }

  /** Lets so much time pass: milliseconds, or "3s". */
  sleep(time: number | string): Promise<void> {
    const milliseconds = typeof time === 'number' ? time : inMilliseconds(time)
    return new Promise(resolve => this.vm.timer.after(milliseconds, resolve))
  }

  close(): void {
    for (const client of this.#clients) client.close()
  }

  /** What the correct client throws away is what the naive one falls for. The complaint about its 0xFF is no news. */
  #tell(event: ClientEvent): void {
    if (event.type !== 'discarded' || event.why === 'complaint') return
    const [data = ''] = printableBytes(event.data.slice(0, 60))
    this.say(`discards ${data}${event.data.length > 60 ? '…' : ''} (${event.why})`)
  }

  #keep<C extends { close(): void }>(client: C): C {
    this.#clients.add(client)
    return client
  }
}

function inMilliseconds(time: string): number {
  const nanoseconds = parseDuration(time)
  if (nanoseconds === undefined) throw new RangeError(`sleep: expected milliseconds or a text like "3s", got "${time}"`)
  return Number(nanoseconds) / 1e6
}
