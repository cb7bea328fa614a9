import type { Duplex } from 'node:stream'
import { Client } from './client.js'
import { Outbox } from './outbox.js'

/**
 * Who holds the socket. `virtio-serial`: QEMU does, its chardev stands between the clients and the agent's device.
 * `unix-listen`: the agent itself does.
 */
export type Transport = 'virtio-serial' | 'unix-listen'

export interface ChannelOptions {
  readonly transport: Transport
  /** Bytes for the agent. */
  receive(bytes: Buffer): void
  /** The agent may write again: it goes on with what it has read. False when there is nothing to go on with. */
  proceed(): boolean
  emit(event: ChannelEvent): void
}

/**
 * A client is being served, or has left: they count from 1, and those who wait are not served yet. Bytes went to the agent
 * or came from it: latin1, one character a byte; `out` without a client: nobody was there to take them.
 */
export type ChannelEvent =
  | { readonly type: 'connect' | 'disconnect'; readonly client: number }
  | { readonly type: 'in'; readonly client: number; readonly data: string }
  | { readonly type: 'out'; readonly client?: number; readonly data: string }

/**
 * Bytes that virtio-serial takes for a busy agent: Linux puts 128 buffers of a page into the port's receive queue
 * (drivers/char/virtio_console.c fill_queue, hw/char/virtio-serial-bus.c virtio_add_queue).
 */
const RECEIVE_QUEUE = 128 * 4096

/** Bytes on their way: from clients, not yet read by the agent; and from the agent, not yet taken by anybody. */
export interface ChannelSnapshot {
  readonly inbox: readonly Uint8Array[]
  readonly outbox: string
}

/**
 * What lies between the host's clients and the agent. One client is served at a time, the others wait unread in the
 * order they came. A byte takes one way: client → `in` → agent, and agent → outbox → `out` → whoever is served then.
 */
export class Channel {
  readonly #transport: Transport
  readonly #receive: (bytes: Buffer) => void
  readonly #goOn: () => boolean
  readonly #emit: (event: ChannelEvent) => void
  readonly #outbox = new Outbox()
  /** Taken from clients, not yet seen by the agent. */
  readonly #inbox: Buffer[] = []
  #inboxBytes = 0
  readonly #waiting: Client[] = []
  /** Every client whose stream is not closed yet: served, waiting, or on its way out. */
  readonly #open = new Set<Client>()
  #served: Client | undefined
  #number = 0
  #paused = false
  /** The agent is reading just now: what it writes meanwhile goes out together. */
  #reading = false
  #closing: Promise<void> | undefined
  #allClosed = () => {}

  constructor(options: ChannelOptions) {
    this.#transport = options.transport
    this.#receive = bytes => options.receive(bytes)
    this.#goOn = () => options.proceed()
    this.#emit = event => options.emit(event)
  }

  /** Who is served now; clients count from 1. */
  get client(): number | undefined {
    return this.#served && this.#number
  }

  /** Serves the stream, at once or when those before it have left. Use streams that allow half-open connections. */
  attach(stream: Duplex): void {
    if (this.#closing) {
      stream.destroy()
      return
    }
    const client = new Client(stream, () => this.#forget(client))
    this.#open.add(client)
    this.#waiting.push(client)
    this.#serveNext()
  }

  /** Whether the agent may write: one that can't get rid of its replies does nothing else. */
  get isWritable(): boolean {
    return !this.#outbox.isFull
  }

  /** A reply of the agent, latin1. It goes to whoever is served when it can be written. */
  write(data: string): void {
    this.#outbox.push(data)
    if (!this.#reading) this.#flush()
  }

  /** The agent is busy and reads nothing. */
  pause(): void {
    this.#paused = true
    this.#throttle()
  }

  resume(): void {
    this.#paused = false
    this.#proceed()
  }

  /**
   * The agent's process died. With unix-listen the sockets were its own: the served client and the waiting ones are
   * closed. With virtio-serial they are QEMU's and nobody notices.
   */
  hangUp(): void {
    if (this.#transport === 'unix-listen') this.#dropAll()
  }

  /** Connections are no state: who is connected stays so. */
  snapshot(): ChannelSnapshot {
    return { inbox: this.#inbox.map(chunk => Uint8Array.from(chunk)), outbox: this.#outbox.rest }
  }

  restore(snapshot: ChannelSnapshot): void {
    this.#inbox.length = 0
    this.#inbox.push(...snapshot.inbox.map(chunk => Buffer.from(chunk)))
    this.#inboxBytes = this.#inbox.reduce((sum, chunk) => sum + chunk.length, 0)
    this.#outbox.clear()
    this.#outbox.push(snapshot.outbox)
  }

  /** Ends all connections, and those that come later; resolves when they are closed. */
  close(): Promise<void> {
    this.#closing ??= new Promise(resolve => {
      this.#allClosed = resolve
      this.#dropAll()
      if (this.#open.size === 0) resolve()
    })
    return this.#closing
  }

  #serveNext(): void {
    if (this.#served) return
    const client = this.#waiting.shift()
    if (!client) return
    this.#served = client
    const number = ++this.#number
    this.#emit({ type: 'connect', client: number })
    client.serve({
      bytes: chunk => this.#take(number, chunk),
      ended: () => this.#settle(),
      writable: () => this.#proceed(),
    })
    // With virtio-serial this is where a stale reply arrives: before anything that the new client asked for.
    this.#proceed()
  }

  #take(client: number, chunk: Buffer): void {
    this.#emit({ type: 'in', client, data: chunk.toString('latin1') })
    this.#inbox.push(chunk)
    this.#inboxBytes += chunk.length
    this.#proceed()
  }

  /** An agent that cannot get rid of a reply does nothing else: it spins in write(2). */
  get #busy(): boolean {
    return this.#paused || !this.#outbox.isEmpty
  }

  /** Goes on with whatever can go on now. */
  #proceed(): void {
    // A command that is done calls this from inside the loop below, which goes on by itself.
    if (this.#reading) return
    this.#flush()
    while (!this.#busy && this.#handNext()) this.#flush()
    this.#throttle()
    this.#settle()
  }

  /**
   * Lets the agent do what it has read but not done, or read what came next; false when there is neither. Replies to
   * requests that came together leave together: a system call for each would cost more than all the rest.
   */
  #handNext(): boolean {
    this.#reading = true
    try {
      if (this.#goOn()) return true
      const chunk = this.#inbox.shift()
      if (!chunk) return false
      this.#inboxBytes -= chunk.length
      this.#receive(chunk)
      return true
    } finally {
      this.#reading = false
    }
  }

  #flush(): void {
    while (!this.#outbox.isEmpty) {
      const client = this.#served
      if (client?.full && !client.gone) return
      const data = this.#outbox.peek()
      if (client?.send(data)) {
        this.#outbox.drop(data.length)
        this.#emit({ type: 'out', client: this.#number, data })
      } else {
        // The guest's driver keeps what QEMU can't get rid of; a socket of the agent's own does not.
        if (this.#transport === 'virtio-serial') return
        this.#outbox.drop(data.length)
        this.#emit({ type: 'out', data })
      }
    }
  }

  /** Reads from the client as long as somebody has room for it. */
  #throttle(): void {
    const client = this.#served
    if (!client) return
    // One that is gone sends no more, and what it has sent stands before its end, which the next client waits for.
    const room = this.#transport === 'virtio-serial' && (client.gone || this.#inboxBytes < RECEIVE_QUEUE)
    if (this.#busy && !room) client.pause()
    else client.resume()
  }

  /** Lets the served client go if it has ended and is due nothing more. */
  #settle(): void {
    const client = this.#served
    if (!client?.ended) return
    // QEMU sees the end at once; an agent that holds the socket sees it when it reads again.
    if (this.#transport === 'unix-listen' && this.#paused) return
    if (!this.#outbox.isEmpty && !client.gone) return
    this.#served = undefined
    client.finish()
    this.#emit({ type: 'disconnect', client: this.#number })
    this.#serveNext()
  }

  #dropAll(): void {
    // What the agent wrote before it died is on its way.
    this.#flush()
    const served = this.#served
    this.#served = undefined
    this.#waiting.length = 0
    this.#inbox.length = 0
    this.#inboxBytes = 0
    this.#outbox.clear()
    for (const client of this.#open) client.destroy()
    if (served) this.#emit({ type: 'disconnect', client: this.#number })
  }

  #forget(client: Client): void {
    this.#open.delete(client)
    if (this.#open.size === 0) this.#allClosed()
  }
}
