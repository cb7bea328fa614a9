import type { Duplex } from 'node:stream'
// A turn of the event loop, in which the end of a client is seen if it came with its bytes; no time of the host's.
import { setImmediate as turn } from 'node:timers'
import { Client } from './client.js'
import { Doze, type DozeClock, type DozeSnapshot } from './doze.js'
import type { ChannelEvent, PortState } from './events.js'
import { Inbox } from './inbox.js'
import { LeftUnread } from './left-unread.js'
import { Outbox, type Passage, type Unsent } from './outbox.js'
import { SOCKET_BUFFER, type Transport, WIRING, type Wiring } from './wiring.js'

export type { ChannelEvent, PortState, Transport }

export interface ChannelOptions {
  readonly transport: Transport
  readonly port?: PortState
  /** Bytes for the agent. */
  receive(bytes: Buffer): void
  /** Bytes as that client sent them, which shall go to `deliver`, now or later; without it they do at once. */
  carry?(bytes: Buffer, client: number): void
  /** The agent may write again: it goes on with what it has read. False when there is nothing to go on with. */
  proceed(): boolean
  /** All that was written has gone: whoever waits for room may go on writing. */
  more?(): void
  emit(event: ChannelEvent): void
  /** An agent that holds the socket can't read: the client that has just left had something unread. Else nobody asks. */
  failRead?(): void
  /** With virtio-serial: the clock by which the agent looks whether somebody is there. Without it sees that at once. */
  readonly looksBy?: DozeClock
  /** QEMU sees that a client has ended before the guest has answered what came with the end. */
  readonly hangsUpOnEnd?: boolean
}

/** Bytes on their way: from clients, not yet read by the agent; and from the agent, not yet taken by anybody. */
export interface ChannelSnapshot {
  readonly port: PortState
  readonly inbox: readonly Uint8Array[]
  /** Bytes of the inbox that the device had when it stopped taking any. */
  readonly taken?: number
  readonly outbox: readonly Unsent[]
  readonly doze?: DozeSnapshot
}

/** What of the channel is in the guest's memory, and goes along when it moves to another machine. */
export interface ChannelTransfer {
  readonly port: PortState
  /** What the device has taken and the agent has not read. */
  readonly inbox: Uint8Array
  /** What the agent has written and the device has not passed on. */
  readonly outbox: readonly Unsent[]
}

/**
 * What lies between the host's clients and the agent. One client is served at a time, the others wait unread in the
 * order they came. A byte takes one way: client → `in` → agent, and agent → outbox → `out` → whoever is served then.
 */
export class Channel {
  readonly #wiring: Wiring
  readonly #receive: (bytes: Buffer) => void
  readonly #goOn: () => boolean
  readonly #carry: (bytes: Buffer, client: number) => void
  readonly #more: (() => void) | undefined
  readonly #emit: (event: ChannelEvent) => void
  readonly #failRead: (() => void) | undefined
  readonly #doze: Doze | undefined
  readonly #hangsUpOnEnd: boolean
  readonly #outbox = new Outbox()
  readonly #inbox = new Inbox()
  readonly #waiting: Client[] = []
  /** Every client whose stream is not closed yet: served, waiting, or on its way out. */
  readonly #open = new Set<Client>()
  #served: Client | undefined
  /** Of the one that is served. */
  #leftUnread: LeftUnread | undefined
  #number = 0
  #port: PortState
  /** Clients that came while the firmware had the port. */
  readonly #deaf = new WeakSet<Client>()
  /** isa-serial: the FIFO has been filled and is emptied in the next turn. */
  #isDraining = false
  /** virtio-serial: so many bytes the device has taken, and takes no more of them; undefined while it does. */
  #taken: number | undefined
  /** So many chunks have just come, behind which the end of their client may be. */
  #uncertain = 0
  #paused = false
  /** The agent is reading just now: what it writes meanwhile goes out together. */
  #reading = false
  #closing: Promise<void> | undefined
  #allClosed = () => {}

  constructor(options: ChannelOptions) {
    this.#wiring = WIRING[options.transport]
    this.#port = this.#wiring.isQemus ? (options.port ?? 'open') : 'open'
    this.#carry = options.carry?.bind(options) ?? (bytes => this.deliver(bytes))
    this.#more = options.more?.bind(options)
    this.#receive = bytes => options.receive(bytes)
    this.#goOn = () => options.proceed()
    this.#emit = event => options.emit(event)
    this.#failRead = this.#wiring.isQemus ? undefined : options.failRead?.bind(options)
    this.#doze = this.#wiring.keepsReplies && options.looksBy ? new Doze(options.looksBy) : undefined
    this.#hangsUpOnEnd = this.#wiring.isQemus && options.hangsUpOnEnd === true
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

  /** Whether more may be written: less is on its way than a client's socket takes at once. */
  get hasRoom(): boolean {
    return !this.#outbox.isFull
  }

  /** Nobody is there to take what the agent writes, so that it goes on writing and begins nothing else. */
  get isStuck(): boolean {
    return this.#wiring.keepsReplies && this.#served === undefined && !this.#outbox.isEmpty
  }

  /** A client is there, and the agent has not looked since it came. */
  get isUnseen(): boolean {
    return this.#doze?.isAsleep === true
  }

  /** What `carry` was given, whole or in parts. */
  deliver(bytes: Buffer): void {
    this.#inbox.push(bytes)
    this.#proceed()
  }

  /** A reply of the agent, latin1. It goes to whoever is served when it can be written. */
  write(data: string, passage?: Passage): void {
    this.#outbox.push(data, passage)
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

  get port(): PortState {
    return this.#port
  }

  /**
   * The device takes what comes, or the vCPUs stand still: then what comes stays in the client's socket, and goes with the
   * client. So do virtio-serial ports; a UART doesn't ask whether anybody runs.
   */
  setTaking(isTaking: boolean): void {
    if (!this.#wiring.isQemus || Number.isFinite(this.#wiring.fifo)) return
    if (isTaking) this.#taken = undefined
    else this.#taken ??= this.#port === 'open' ? this.#inbox.size : 0
  }

  /** Whether QEMU holds the socket, or else the agent. */
  get isQemus(): boolean {
    return this.#wiring.isQemus
  }

  /** The guest opens or closes its end. With unix-listen there is no such thing. */
  setPort(state: PortState): void {
    if (state === this.#port || !this.#wiring.isQemus) return
    // What waits in front of a closed port is still in the client's socket; what an open one has taken is in the guest.
    if (this.#port === 'open') {
      this.#handOver()
      this.#lose(this.#inbox.dropFirst(this.#taken ?? Number.POSITIVE_INFINITY), 'the port was closed')
      if (this.#taken !== undefined) this.#taken = 0
    } else if (state === 'open' && Number.isFinite(this.#wiring.fifo)) {
      // The driver of a serial line clears the FIFO when it opens it.
      this.#lose(this.#inbox.dropFirst(this.#wiring.fifo), 'the driver cleared the FIFO')
    }
    this.#port = state
    this.#emit({ type: 'port', state })
    this.#proceed()
  }

  /**
   * The agent's process died. With unix-listen the sockets were its own: the served client is closed, and those that
   * it had not accepted yet are reset. Else they are QEMU's and nobody notices: what QEMU has taken goes out, what the
   * agent still tried to write does not.
   */
  hangUp(): void {
    if (this.#wiring.isQemus) {
      this.#handOver()
      if (!this.#served || this.#port !== 'open') this.#outbox.dropGuests()
      if (this.#port !== 'unplugged') this.setPort('closed')
    } else {
      for (const client of this.#waiting) client.reset()
      this.#dropAll()
    }
  }

  /** QEMU's process ends: its clients get what was written for them, and the end. */
  endClients(): void {
    this.#dropAll()
  }

  /** The host's side ends the connection of the served client: orderly, or with a reset. The next one is served. */
  disconnect(how: 'end' | 'reset'): void {
    const client = this.#served
    if (!client) return
    // What was written before goes out before.
    this.#flush()
    this.#leave(how === 'end' ? () => client.finish() : () => client.reset())
  }

  /** Connections are no state: who is connected stays so. */
  snapshot(): ChannelSnapshot {
    const doze = this.#doze && { doze: this.#doze.snapshot() }
    const taken = this.#taken !== undefined && { taken: this.#taken }
    return { port: this.#port, inbox: this.#inbox.snapshot(), ...taken, outbox: this.#outbox.rest, ...doze }
  }

  restore(snapshot: ChannelSnapshot): void {
    this.#port = snapshot.port
    this.#inbox.restore(snapshot.inbox)
    this.#taken = snapshot.taken
    this.#outbox.clear()
    for (const it of snapshot.outbox) this.#outbox.push(it.data, it)
    this.#doze?.restore(snapshot.doze ?? {}, () => this.#proceed())
  }

  /** For a machine that takes the guest over, which stands still. */
  depart(): ChannelTransfer {
    const inbox = Buffer.concat(this.#inbox.snapshot()).subarray(0, this.#taken ?? 0)
    return { port: this.#port, inbox: Uint8Array.from(inbox), outbox: this.#outbox.rest.filter(({ past }) => !past) }
  }

  /**
   * A guest has arrived that stands still. What clients have sent here waits for it; that its port is open QEMU finds out
   * when it runs, if its device is one that tells.
   */
  arrive({ port, inbox, outbox }: ChannelTransfer): void {
    const isTold = this.#wiring.isQemus && !Number.isFinite(this.#wiring.fifo)
    this.#port = isTold && port === 'open' ? 'closed' : port
    this.#inbox.restore([inbox, ...this.#inbox.snapshot()])
    if (isTold) this.#taken = inbox.length
    this.#outbox.clear()
    for (const it of outbox) this.#outbox.push(it.data, it)
    this.#doze?.end()
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
    if (this.#failRead) this.#leftUnread = new LeftUnread(client)
    if (this.#port === 'firmware') this.#deaf.add(client)
    this.#doze?.interrupt(() => this.#proceed())
    this.#emit({ type: 'connect', client: number })
    // Whoever was told of it may have ended the agent, and the connection with it.
    if (this.#served !== client) return
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
    if (this.#served && this.#deaf.has(this.#served)) {
      this.#emit({ type: 'lost', bytes: chunk.length, reason: 'the client had connected before the guest was up' })
    } else if (this.#port === 'firmware') {
      this.#emit({ type: 'lost', bytes: chunk.length, reason: 'the guest is not up yet' })
    } else {
      if (this.#hangsUpOnEnd) this.#waitForEnd()
      this.#carry(chunk, client)
    }
  }

  /** Lets the client's end be seen first, if it came with its bytes. The turn that has begun has looked at the socket. */
  #waitForEnd(): void {
    this.#uncertain++
    turn(() =>
      turn(() => {
        this.#uncertain--
        this.#proceed()
      }),
    )
  }

  #lose(bytes: number, reason: string): void {
    if (bytes > 0) this.#emit({ type: 'lost', bytes, reason })
  }

  /** An agent that cannot get rid of a reply does nothing else: it spins in write(2). */
  get #busy(): boolean {
    return this.#paused || this.#port !== 'open' || !this.#outbox.isEmpty || this.#uncertain > 0 || this.isUnseen
  }

  /** Goes on with whatever can go on now. */
  #proceed(): void {
    // A command that is done calls this from inside the loop below, which goes on by itself.
    if (this.#reading) return
    this.#flush()
    while (!this.#busy && this.#handNext()) this.#flush()
    this.#throttle()
    this.#settle()
    this.#lookForClients()
  }

  /** What an agent does that has nothing to do: it reads, and where nobody is there it finds the end of a file. */
  #lookForClients(): void {
    if (this.#served || !this.#doze || this.#doze.isAsleep) return
    if (this.#busy) this.#doze.end()
    else this.#doze.begin()
  }

  /**
   * Lets the agent do what it has read but not done, or read what came next; false when there is neither. Replies to
   * requests that came together leave together: a system call for each would cost more than all the rest.
   */
  #handNext(): boolean {
    this.#reading = true
    try {
      if (this.#goOn()) return true
    } finally {
      this.#reading = false
    }
    const chunk = this.#nextChunk()
    if (chunk) this.#hand(chunk)
    return chunk !== undefined
  }

  #hand(bytes: Buffer): void {
    this.#leftUnread?.read(bytes.length)
    this.#reading = true
    try {
      this.#receive(bytes)
    } finally {
      this.#reading = false
    }
  }

  /** What the agent reads next. A device with a FIFO has no more than that, and the rest stays with the client until later. */
  #nextChunk(): Buffer | undefined {
    if (this.#isDraining) return undefined
    const chunk = this.#inbox.shift(this.#wiring.fifo)
    if (chunk?.length === this.#wiring.fifo) {
      this.#isDraining = true
      turn(() => this.#drained())
    }
    return chunk
  }

  /** The client is still there: what it has sent comes through. */
  #drained(): void {
    this.#isDraining = false
    if (!this.#busy && this.#inbox.size > 0) this.#hand(this.#inbox.takeAll())
    this.#proceed()
  }

  /** The agent's end goes: what it has written for the client that is there is QEMU's by now, however slowly it is read. */
  #handOver(): void {
    const client = this.#served
    while (client && this.#port === 'open' && !this.#outbox.isEmpty && this.#sendTo(client));
  }

  /** False when the client has left and took nothing. */
  #sendTo(client: Client): boolean {
    const data = this.#outbox.peek()
    if (!client.send(data)) return false
    this.#outbox.drop(data.length)
    this.#emit({ type: 'out', client: this.#number, data })
    return true
  }

  #flush(): void {
    if (this.#outbox.isEmpty) this.#more?.()
    while (this.#mayPass) {
      const client = this.#served
      if (client?.full && !client.gone) return
      if (!client || !this.#sendTo(client)) {
        if (this.#wiring.keepsReplies) return
        const data = this.#outbox.peek()
        this.#outbox.drop(data.length)
        this.#emit({ type: 'out', data })
      }
      if (this.#outbox.isEmpty) this.#more?.()
    }
  }

  /** Nobody writes to a device that isn't open: who tries goes on trying. What has left the guest passes. */
  get #mayPass(): boolean {
    return !this.#outbox.isEmpty && (this.#port === 'open' || this.#outbox.isPast)
  }

  /** Reads from the client as long as somebody has room for it. */
  #throttle(): void {
    const client = this.#served
    if (!client) return
    // One that is gone sends no more, and what it has sent stands before its end, which the next client waits for.
    const hasRoom = this.#wiring.isQemus && (client.gone || this.#inbox.size < this.#room)
    if (this.#busy && !hasRoom) client.pause()
    else client.resume()
  }

  /** Bytes that are taken while the agent reads nothing: by QEMU, or by the socket. */
  get #room(): number {
    // Those in the socket are read here all the same, since QEMU sees at once that a client has left.
    return this.#port === 'open' ? this.#wiring.queue : SOCKET_BUFFER
  }

  /** Lets the served client go if it has ended and is due nothing more. */
  #settle(): void {
    const client = this.#served
    if (!client?.ended) return
    // QEMU sees the end at once; an agent that holds the socket sees it when it reads again.
    if (!this.#wiring.isQemus && this.#paused) return
    if (!this.#outbox.isEmpty && !client.gone && !this.#hangsUpOnEnd) return
    this.#leave(() => client.finish(), this.#leftUnread?.failsRead)
  }

  #leave(how: () => void, unread = false): void {
    this.#served = undefined
    this.#leftUnread = undefined
    how()
    this.#lose(this.#inbox.keepFirst(this.#takenByDevice), 'the client has left')
    this.#emit({ type: 'disconnect', client: this.#number, ...(unread && { unread }) })
    if (unread) this.#failRead?.()
    this.#serveNext()
    this.#lookForClients()
  }

  /** What no device has taken yet is in the client's socket. A UART takes a FIFO's worth whoever has it open. */
  get #takenByDevice(): number {
    if (this.#isDraining) return 0
    if (this.#taken !== undefined) return this.#taken
    return this.#port === 'open' || Number.isFinite(this.#wiring.fifo) ? this.#wiring.fifo : 0
  }

  #dropAll(): void {
    // What the agent wrote before it died is on its way.
    this.#flush()
    const served = this.#served
    this.#served = undefined
    this.#waiting.length = 0
    this.#inbox.clear()
    this.#outbox.clear()
    for (const client of this.#open) client.destroy()
    if (served) this.#emit({ type: 'disconnect', client: this.#number })
  }

  #forget(client: Client): void {
    this.#open.delete(client)
    if (this.#open.size === 0) this.#allClosed()
  }
}
