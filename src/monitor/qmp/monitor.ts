/** A monitor of QEMU's: one client at a time, the others wait; all monitors see the same events. */
import type { Duplex } from 'node:stream'
import { Client } from '../../channel/client.js'
import type { JsonValue } from '../../json/value.js'
import { writeJson } from '../../json/write.js'
import { has } from '../../qapi/version.js'
import type { MonitorTraceEvent } from '../events.js'
import type { Qemu } from '../qemu.js'
import { eventMessage } from './messages.js'
import { writePrettyJson } from './pretty-json.js'
import { Session } from './session.js'

export interface MonitorOptions {
  readonly qemu: Qemu
  /** As query-chardev names it. */
  readonly label: string
  /** Messages over several lines. */
  readonly pretty?: boolean
  /** For the trace. */
  emit(event: MonitorTraceEvent): void
}

interface Served {
  readonly client: Client
  readonly session: Session
}

export class Monitor {
  readonly #options: MonitorOptions
  readonly #stopListening: () => void
  /** All that are not closed. */
  readonly #open = new Set<Client>()
  #waiting: Client[] = []
  #served: Served | undefined
  /** QEMU has ended in the middle of a request, whose reply goes out first. */
  #isHangingUp = false
  #isClosed = false
  #allClosed = () => {}

  constructor(options: MonitorOptions) {
    this.#options = options
    this.#stopListening = options.qemu.onEvent((event, at) => {
      this.#served?.session.event(eventMessage(event, at))
    })
  }

  get label(): string {
    return this.#options.label
  }

  /** Whether a client is served. */
  get isConnected(): boolean {
    return this.#served !== undefined
  }

  /** A connection as node:net gives it: paused, half-open allowed. It ends at once where there is no QEMU. */
  attach(stream: Duplex): void {
    const client: Client = new Client(stream, () => this.#forget(client))
    if (this.#isClosed || this.#options.qemu.runState.status === 'exited') {
      client.destroy()
      return
    }
    this.#open.add(client)
    this.#waiting.push(client)
    this.#serveNext()
  }

  /** QEMU has ended: what was written goes out, then clients read the end, and those that wait read it at once. */
  hangUp(): void {
    for (const client of this.#waiting.splice(0)) client.finish()
    const session = this.#served?.session
    session?.end()
    if (session?.isAnswering) this.#isHangingUp = true
    else this.#leave()
  }

  /** Ends all connections, and those that come later. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopListening()
    this.#waiting = []
    this.#served?.session.end()
    if (this.#served !== undefined) this.#tellOf('disconnect')
    this.#served = undefined
    if (this.#open.size === 0) return
    await new Promise<void>(done => {
      this.#allClosed = done
      for (const client of this.#open) client.destroy()
    })
  }

  #serveNext(): void {
    if (this.#served !== undefined) return
    const client = this.#waiting.shift()
    if (client === undefined) return
    const { qemu } = this.#options
    const session = new Session({
      qemu,
      write: message => this.#write(client, message),
      hasLeft: () => client.hasHungUp,
    })
    this.#served = { client, session }
    qemu.guest.clock.sync()
    this.#tellOf('connect')
    session.greet()
    client.serve({
      bytes: chunk => this.#receive(session, chunk),
      ended: () => this.#ended(session),
      writable: () => client.resume(),
    })
    client.resume()
  }

  #receive(session: Session, chunk: Buffer): void {
    if (session !== this.#served?.session) return
    this.#options.qemu.guest.clock.sync()
    this.#options.emit({ type: 'monitor', monitor: this.label, what: 'in', data: chunk.toString('latin1') })
    session.receive(chunk)
    if (this.#isHangingUp) this.#leave()
    else if (this.#served?.client.full) this.#served.client.pause()
  }

  #ended(session: Session): void {
    if (session === this.#served?.session) this.#leave()
  }

  #leave(): void {
    const served = this.#served
    if (served === undefined) return
    this.#served = undefined
    this.#isHangingUp = false
    served.session.end()
    served.client.finish()
    this.#tellOf('disconnect')
    this.#serveNext()
  }

  #write(client: Client, message: JsonValue): void {
    const data = `${this.#text(message)}\r\n`
    if (client.send(data)) this.#options.emit({ type: 'monitor', monitor: this.label, what: 'out', data })
  }

  #text(message: JsonValue): string {
    const doubles = has(this.#options.qemu.config.version, '7.2') ? 'g' : 'f'
    if (!this.#options.pretty) return writeJson(message, doubles)
    return writePrettyJson(message, doubles).replaceAll('\n', '\r\n')
  }

  #tellOf(what: 'connect' | 'disconnect'): void {
    this.#options.emit({ type: 'monitor', monitor: this.label, what })
  }

  #forget(client: Client): void {
    this.#open.delete(client)
    if (this.#open.size === 0) this.#allClosed()
  }
}
