/** One connection to an agent: read all the time, so that the agent never waits for us. */
import type { Duplex } from 'node:stream'
import { type Tell, tellDiscarded, whyNotWhole } from './events.js'
import { type Line, LineReader, MARKER_LIMIT } from './line-reader.js'

/** Who waits for an answer. */
export interface Waiting {
  line(line: Line): void
  /** There won't be any more lines. Not told when it is us who hang up. */
  lost(why: string, cause: Error | undefined): void
}

export class Connection {
  readonly #stream: Duplex
  readonly #reader: LineReader
  readonly #tell: Tell
  #waiting: Waiting | undefined
  #isOver = false

  constructor(stream: Duplex, tell: Tell) {
    this.#stream = stream
    this.#tell = tell
    this.#reader = new LineReader(line => this.#take(line))
    stream.on('data', (chunk: Buffer) => this.#reader.push(chunk))
    stream.on('end', () => this.#lose())
    stream.on('close', () => this.#lose())
    stream.on('error', (error: NodeJS.ErrnoException) => this.#lose(error))
  }

  get isUsable(): boolean {
    return !this.#isOver && this.#stream.writable
  }

  /** Writes, and gives all lines from now on to `waiting`, until `expectNothing`. */
  ask(bytes: Buffer, waiting: Waiting): void {
    this.#waiting = waiting
    this.#stream.write(bytes)
  }

  /** Of the next lines all is kept, if they aren't longer than that. */
  expectReply(limit: number): void {
    this.#reader.limit = limit
  }

  expectNothing(): void {
    this.#waiting = undefined
    this.#reader.limit = MARKER_LIMIT
  }

  hangUp(why: string): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stream.destroy()
    const rest = this.#reader.takeRest()
    tellDiscarded(this.#tell, rest, this.#waiting ? whyNotWhole(rest) : 'unasked')
    this.#tell?.({ type: 'disconnected', why })
  }

  #take(line: Line): void {
    // Of what came at once with the line that made us hang up.
    if (this.#isOver) return
    tellDiscarded(this.#tell, line.before, this.#waiting ? whyNotWhole(line.before) : 'unasked')
    if (this.#waiting) this.#waiting.line(line)
    else tellDiscarded(this.#tell, line.shown, 'unasked', line.isDelimited)
  }

  #lose(error?: NodeJS.ErrnoException): void {
    if (this.#isOver) return
    // However the other side went: orderly, or with something of ours unread.
    const hasEnded = error === undefined || error.code === 'ECONNRESET' || error.code === 'EPIPE'
    const why = hasEnded ? 'the connection ended' : `the connection failed (${error.message})`
    this.hangUp(why)
    this.#waiting?.lost(why, error)
  }
}
