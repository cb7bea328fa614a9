/**
 * One connection to an agent as libvirt uses it: a guest-sync before the first command and after a time-out, without the
 * byte 0xFF, one object a line, and one command at a time.
 */
import type { Duplex } from 'node:stream'
import type { Clock, Timer } from '../../../guest/clock.js'
import type { JsonObject, JsonValue } from '../../../json/value.js'
import { encodeExact } from '../../../trace/exact-json.js'
import { disappeared, type LibvirtError, noReplyObject, notNow, refused, tooMuch } from './libvirt-error.js'
import { LineStream } from './line-stream.js'
import { readMessage } from './read-message.js'

export interface CommandOptions {
  /** Milliseconds: 5000. Infinity: until it is answered. */
  readonly timeout?: number | undefined
  /** Calls its argument when something shows that the command was carried out, which is as good as a reply. */
  readonly shows?: ((carriedOut: () => void) => () => void) | undefined
}

export interface AgentConnectionOptions {
  readonly stream: Duplex
  readonly clock: Clock
  /** For guest-sync: milliseconds since the epoch. */
  nextSyncId(): bigint
  /** `error`: something came that can't be read; undefined: the other side is gone. */
  ended(error: LibvirtError | undefined): void
  /** All has been heard that was still to come of commands which took too long. */
  caughtUp(): void
}

/** What waits for a line. */
interface Waiting {
  /** Of a guest-sync: what returns anything else answers something earlier. */
  readonly id?: bigint
  /** The first attempt of a sync, before which anything may lie in the line. */
  readonly isFirst?: boolean
  isFinished: boolean
  reply: JsonObject | undefined
  finish(reply: JsonObject | undefined): void
  fail(error: LibvirtError): void
}

type SendOptions = Pick<Waiting, 'id' | 'isFirst'> & CommandOptions

const TIMEOUT = 5000
const MAX_LINE = 10 * 1024 * 1024

export class AgentConnection {
  readonly #options: AgentConnectionOptions
  readonly #lines: LineStream
  #waiting: Waiting | undefined
  #isInSync = false
  #isOver = false
  /** So many replies are still to come that nobody waits for any more. */
  #owed = 0

  constructor(options: AgentConnectionOptions) {
    this.#options = options
    this.#lines = new LineStream(options.stream, {
      line: line => this.#take(line),
      chunkEnded: rest => this.#chunkEnded(rest),
      lost: () => this.#end(disappeared(), undefined),
    })
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** A command took too long, and its reply has not come yet. */
  get isOwed(): boolean {
    return this.#owed > 0
  }

  /** What it returns; undefined when it was seen to have been carried out instead. Rejects with LibvirtError. */
  async command(
    name: string,
    args?: Readonly<Record<string, JsonValue>>,
    options: CommandOptions = {},
  ): Promise<JsonValue | undefined> {
    if (!this.#isInSync) await this.#sync()
    const reply = await this.#send(request(name, args), options)
    const error = reply?.get('error')
    if (error !== undefined) throw refused(name, textOf(error))
    return reply?.get('return')
  }

  /** Hangs up. Who waits is told that the agent is gone. */
  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#lines.close()
    this.#fail(disappeared())
  }

  /** What can't be parsed ends the first attempt; then there is one more, and nothing is forgiven. */
  async #sync(): Promise<void> {
    for (const isFirst of [true, false]) {
      const id = this.#options.nextSyncId()
      if ((await this.#send(request('guest-sync', { id }), { id, isFirst })) === undefined) continue
      this.#isInSync = true
      this.#owed = 0
      return
    }
    throw noReplyObject()
  }

  #send(text: string, { timeout = TIMEOUT, shows, id, isFirst = false }: SendOptions): Promise<JsonObject | undefined> {
    if (this.#isOver) return Promise.reject(disappeared())
    return new Promise((resolve, reject) => {
      const timer = this.#after(timeout, () => {
        this.#isInSync = false
        // What shows itself in another way answers only its failures.
        if (shows === undefined) this.#owed++
        this.#fail(notNow())
      })
      const forget = shows?.(() => {
        waiting.isFinished = true
        this.#settle()
      })
      const over = () => {
        timer?.cancel()
        forget?.()
      }
      const waiting: Waiting = {
        ...(id !== undefined && { id }),
        isFirst,
        isFinished: false,
        reply: undefined,
        finish: reply => {
          over()
          resolve(reply)
        },
        fail: error => {
          over()
          reject(error)
        },
      }
      this.#waiting = waiting
      this.#lines.write(text)
    })
  }

  #after(milliseconds: number, run: () => void): Timer | undefined {
    if (milliseconds === Number.POSITIVE_INFINITY) return undefined
    return this.#options.clock.host(BigInt(milliseconds) * 1_000_000n, run)
  }

  #take(line: Buffer): void {
    const message = readMessage(line)
    const waiting = this.#waiting
    if (message.kind === 'ignored') return
    if (message.kind === 'unparsable' && waiting?.isFirst) waiting.isFinished = true
    else if (message.kind !== 'reply') this.#end(message.error, message.error)
    else if (waiting === undefined || (waiting.id !== undefined && message.members.get('return') !== waiting.id))
      this.#tooLate()
    else {
      waiting.isFinished = true
      waiting.reply = message.members
    }
  }

  /** The answer to something that nobody waits for any more. */
  #tooLate(): void {
    if (this.#owed > 0) this.#owed--
  }

  /** Whoever waits wakes up when all that was read at once has been looked at. */
  #chunkEnded(rest: number): void {
    if (rest >= MAX_LINE) {
      const error = tooMuch(MAX_LINE)
      this.#end(error, error)
      return
    }
    this.#settle()
    if (this.#owed === 0) this.#options.caughtUp()
  }

  #settle(): void {
    const waiting = this.#waiting
    if (!waiting?.isFinished) return
    this.#waiting = undefined
    waiting.finish(waiting.reply)
  }

  #fail(error: LibvirtError): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.fail(error)
  }

  #end(toWaiting: LibvirtError, error: LibvirtError | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#lines.close()
    this.#fail(toWaiting)
    this.#options.ended(error)
  }
}

function request(name: string, args?: Readonly<Record<string, JsonValue>>): string {
  const members: [string, JsonValue][] = [['execute', name]]
  if (args !== undefined) members.push(['arguments', new Map(Object.entries(args))])
  return `${encodeExact(new Map(members))}\n`
}

/** The description of an error, or its class. */
function textOf(error: JsonValue): string {
  const of = (name: string) => (error instanceof Map ? (error as JsonObject).get(name) : undefined)
  const text = of('desc') ?? of('class')
  return typeof text === 'string' ? text : 'unknown QEMU command error'
}
