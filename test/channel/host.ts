import type { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { createVm, type Vm, type VmOptions } from '../../src/index.js'

export const TRANSPORTS = ['virtio-serial', 'isa-serial', 'unix-listen'] as const
export type Transport = (typeof TRANSPORTS)[number]

export const PING = '{"execute":"guest-ping"}\n'
export const PONG = '{"return": {}}\n'

export function sync(id: number): string {
  return `{"execute":"guest-sync","arguments":{"id":${id}}}\n`
}

export function delimited(id: number): string {
  return `{"execute":"guest-sync-delimited","arguments":{"id":${id}}}\n`
}

/** A VM with that transport, closed when the test has ended. */
export async function vmWith(transport: Transport, options: VmOptions = {}): Promise<Vm> {
  const vm = await createVm({ ...options, agent: { ...options.agent, transport } })
  onTestFinished(() => vm.close())
  return vm
}

/** Everything that is on its way arrives, in memory; no time passes. */
export async function arrive(): Promise<void> {
  for (let turns = 0; turns < 8; turns++) await turn()
}

/** One connection of a host: several of them may be there. */
export class Host {
  readonly #stream: Duplex
  #got = ''
  /** How the connection is: "open", "ended" by the other side, or the error that it broke with. */
  state = 'open'

  constructor(stream: Duplex) {
    this.#stream = stream
    stream.on('data', (chunk: Buffer) => {
      this.#got += chunk.toString('latin1')
    })
    stream.on('end', () => {
      this.state = 'ended'
    })
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.state = error.code ?? error.message
    })
  }

  /** Writes latin1 and gives what came since the last time, when nothing more comes. */
  async send(bytes: string): Promise<string> {
    this.#stream.write(bytes, 'latin1')
    return this.more()
  }

  /** What came since the last time. */
  async more(): Promise<string> {
    await arrive()
    const got = this.#got
    this.#got = ''
    return got
  }

  /** Writes, and is gone before anything can have come of it. */
  async sendAndLeave(bytes: string): Promise<void> {
    this.#stream.write(bytes, 'latin1')
    await this.leave()
  }

  async leave(): Promise<void> {
    this.#stream.destroy()
    await arrive()
  }

  /** Writes no more, but still reads. */
  async halfClose(): Promise<void> {
    this.#stream.end()
    await arrive()
  }

  /** Reads nothing until `read`. */
  stopReading(): void {
    this.#stream.pause()
  }

  read(): void {
    this.#stream.resume()
  }
}

export function connect(vm: Vm): Host {
  return new Host(vm.connect())
}

/** What became of bytes and connections, as short lines. */
export function story(vm: Vm): string[] {
  return vm.events.flatMap(event => {
    if (event.type === 'connect' || event.type === 'disconnect') return [`${event.type} ${event.client}`]
    if (event.type === 'lost') return [`lost ${event.bytes}: ${event.reason}`]
    if (event.type === 'port') return [`port ${event.state}`]
    return event.type === 'agent' ? [`agent ${event.state}`] : []
  })
}
