/** A client of a real agent, which never leaves without having read what was said to it. */
import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { countSleeps, turn, untilIdle } from './idle.js'

/** Nothing that a test asks takes that long, in milliseconds. */
const TIMEOUT = 30_000

export class RealConnection {
  readonly #socket: Socket
  readonly #pid: number
  #got: Buffer[] = []
  #closed = false

  private constructor(socket: Socket, pid: number) {
    this.#socket = socket
    this.#pid = pid
    socket.on('data', chunk => this.#got.push(chunk))
    socket.on('end', () => {
      this.#closed = true
    })
    socket.on('close', () => {
      this.#closed = true
    })
    // A connection that the agent cut is closed, and that is all there is to say of it.
    socket.on('error', () => {})
  }

  /** Rejects when nobody listens. */
  static async open(path: string, pid: number): Promise<RealConnection> {
    const sleeps = countSleeps(pid)
    const socket = createConnection(path)
    await once(socket, 'connect')
    const connection = new RealConnection(socket, pid)
    await untilIdle(pid, sleeps, TIMEOUT)
    return connection
  }

  /** The agent has ended the connection. */
  get closed(): boolean {
    return this.#closed
  }

  /** Sends bytes; resolves with what comes back until the agent waits for more. Rejects when it doesn't in 30 s. */
  async exchange(bytes: Buffer, options: { readonly timeout?: number } = {}): Promise<Buffer> {
    const { timeout = TIMEOUT } = options
    if (bytes.length === 0 || this.#closed) return this.#takeAll()
    const sleeps = countSleeps(this.#pid)
    // The callback comes too when the connection is cut.
    await new Promise<void>(resolve => this.#socket.write(bytes, () => resolve()))
    await untilIdle(this.#pid, sleeps, timeout)
    return this.#takeAll()
  }

  /** An agent of 5.2 or later exits when it is left with something unread: all is read first. */
  async leave(): Promise<void> {
    if (this.#socket.destroyed) return
    await this.#takeAll()
    const sleeps = countSleeps(this.#pid)
    this.#socket.destroy()
    if (!this.#socket.closed) await once(this.#socket, 'close')
    await untilIdle(this.#pid, sleeps, TIMEOUT)
  }

  /** What the agent has said lies in the socket; the turn that reads it takes no more than so much of it. */
  async #takeAll(): Promise<Buffer> {
    for (let chunks = -1; chunks !== this.#got.length; ) {
      chunks = this.#got.length
      await turn()
      await turn()
    }
    const got = Buffer.concat(this.#got)
    this.#got = []
    return got
  }
}
