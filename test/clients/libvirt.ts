/**
 * How libvirt asks an agent: over one connection for the life of the domain, with a guest-sync before the first command
 * and again after a time-out. Its ids are milliseconds since the epoch, and it never sends 0xFF.
 */
import type { Duplex } from 'node:stream'
import { LineStream, parseObject, request, resultOf, type Skipped, type Timer } from './line-stream.js'

export const NOT_CONNECTED = 'Guest agent is not responding: QEMU guest agent is not connected'
export const DISAPPEARED = 'Guest agent disappeared while executing command'
export const NOT_NOW = 'Guest agent not available for now'

const MAX_LINE = 10 * 1024 * 1024

export interface LibvirtOptions {
  readonly connect: () => Duplex
  readonly timer: Timer
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What QEMU's monitor tells of the machine. */
export type QmpEvent = 'SHUTDOWN' | 'RESET' | 'SUSPEND'

/** What came of something sent: a reply, an event instead, or, in answer to the first sync, something that can't be parsed. */
type Outcome = ReturnType<typeof parseObject>

interface Message {
  /** Of a guest-sync: anything else is an answer to something earlier. */
  readonly id?: bigint
  /** The first sync, that before which anything may lie in the line. */
  readonly isFirst?: boolean
  readonly events: readonly QmpEvent[]
  isFinished: boolean
  outcome: Outcome
  finish(outcome: Outcome): void
  fail(why: string): void
}

interface SendOptions extends Pick<Message, 'id' | 'isFirst'> {
  readonly milliseconds?: number
  readonly events?: readonly QmpEvent[]
}

export class Libvirt {
  readonly skipped: Skipped[] = []
  readonly #options: LibvirtOptions
  readonly #lines: LineStream
  #isConnected = true
  #isInSync = false
  #waiting: Message | undefined

  constructor(options: LibvirtOptions) {
    this.#options = options
    this.#lines = new LineStream(options.connect(), {
      line: line => this.#take(line),
      lost: () => this.#disconnect(DISAPPEARED),
      chunkEnded: rest => this.#chunkEnded(rest),
    })
  }

  async call(name: string, args?: object, milliseconds = 5000): Promise<unknown> {
    const reply = await this.#ask(request(name, args), { milliseconds })
    return reply && resultOf(reply)
  }

  /** Resolves when the agent has answered or the monitor has told that it has come about. */
  async shutdown(mode: 'powerdown' | 'reboot'): Promise<void> {
    const options: SendOptions = { milliseconds: 60_000, events: ['SHUTDOWN', 'RESET'] }
    const reply = await this.#ask(request('guest-shutdown', { mode }), options)
    if (reply) resultOf(reply)
  }

  async suspend(): Promise<void> {
    const reply = await this.#ask(request('guest-suspend-ram'), { events: ['SUSPEND'] })
    if (reply) resultOf(reply)
  }

  /** To be called for what QEMU's monitor tells. */
  notify(event: QmpEvent): void {
    if (!this.#waiting?.events.includes(event)) return
    this.#waiting.isFinished = true
    this.#settle()
  }

  base64(bytes: Buffer): string {
    return bytes.toString('base64')
  }

  close(): void {
    this.#lines.close()
  }

  async #ask(bytes: string, options: SendOptions): Promise<Outcome> {
    if (!this.#isInSync) await this.#sync()
    return this.#send(bytes, options)
  }

  /** Whatever can't be parsed ends the first attempt; then there is one more, and nothing is forgiven. */
  async #sync(): Promise<void> {
    for (const isFirst of [true, false]) {
      const id = BigInt(this.#options.now())
      const outcome = await this.#send(request('guest-sync', { id: Number(id) }), { id, isFirst })
      if (outcome === undefined) continue
      this.#isInSync = true
      return
    }
  }

  #send(bytes: string, { milliseconds = 5000, events = [], ...sync }: SendOptions): Promise<Outcome> {
    if (!this.#isConnected) return Promise.reject(new Error(NOT_CONNECTED))
    return new Promise((resolve, reject) => {
      const cancel = this.#options.timer.after(milliseconds, () => {
        this.#isInSync = false
        this.#fail(NOT_NOW)
      })
      this.#waiting = {
        ...sync,
        events,
        isFinished: false,
        outcome: undefined,
        finish: outcome => {
          cancel()
          resolve(outcome)
        },
        fail: why => {
          cancel()
          reject(new Error(why))
        },
      }
      this.#lines.write(bytes)
    })
  }

  #take(line: string): void {
    if (!this.#isConnected) return
    const object = parseObject(line)
    const waiting = this.#waiting
    if (object === undefined) {
      this.#skip(line, 'garbage')
      if (waiting?.isFirst) waiting.isFinished = true
      else this.#disconnect(`a line that cannot be parsed: ${line}`)
    } else if ('QMP' in object || 'event' in object) this.#skip(line, 'not an answer')
    else if (!('return' in object || 'error' in object)) this.#disconnect(`neither an answer nor an event: ${line}`)
    else if (waiting === undefined) this.#skip(line, 'delayed reply')
    else if (waiting.id !== undefined && object.return !== waiting.id) this.#skip(line, 'delayed reply on sync')
    else {
      waiting.isFinished = true
      waiting.outcome = object
    }
  }

  /** Whoever waits wakes up when all that was read at once has been looked at. */
  #chunkEnded(rest: number): void {
    if (rest > MAX_LINE) this.#disconnect('no line feed in 10 MiB')
    else this.#settle()
  }

  #skip(bytes: string, why: string): void {
    this.skipped.push({ bytes, why })
  }

  #settle(): void {
    const waiting = this.#waiting
    if (!waiting?.isFinished) return
    this.#waiting = undefined
    waiting.finish(waiting.outcome)
  }

  #fail(why: string): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.fail(why)
  }

  /** There is no second connection before the port has been closed and opened. */
  #disconnect(why: string): void {
    if (!this.#isConnected) return
    this.#isConnected = false
    this.#isInSync = false
    this.#lines.close()
    this.#fail(why)
  }
}
