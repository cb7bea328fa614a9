import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

/** A client on a real socket. It reads nothing until it is told: bytes stay in the kernel, and not in a stream's buffer. */
export class SocketHost {
  readonly #socket: Socket
  #got = ''
  /** So many bytes it still reads. */
  #wanted = 0
  #satisfied = () => {}
  /** "open", "ended" by the other side, or the error that it broke with. */
  state = 'open'

  private constructor(path: string) {
    const socket = createConnection({
      path,
      allowHalfOpen: true,
      onread: {
        // What was not asked for is not read.
        buffer: () => Buffer.alloc(Math.min(Math.max(this.#wanted, 1), 65_536)),
        callback: (size, bytes) => this.#take(Buffer.from(bytes.subarray(0, size))),
      },
    })
    socket.pause()
    socket.on('end', () => {
      this.state = 'ended'
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.state = error.code ?? error.message
    })
    this.#socket = socket
  }

  /** Rejects when nobody listens. */
  static async connect(path: string): Promise<SocketHost> {
    const host = new SocketHost(path)
    await once(host.#socket, 'connect')
    return host
  }

  /** From now on it reads. */
  read(): void {
    this.#wanted = Number.POSITIVE_INFINITY
    this.#socket.resume()
  }

  /** Reads so many bytes, and no more. */
  async readOnly(size: number): Promise<void> {
    this.#wanted = size
    await new Promise<void>(done => {
      this.#satisfied = done
      this.#socket.resume()
    })
  }

  /** Resolves when the kernel has it. */
  async send(text: string): Promise<void> {
    await new Promise<void>(done => this.#socket.write(text, 'latin1', () => done()))
  }

  async halfClose(): Promise<void> {
    await new Promise<void>(done => this.#socket.end(() => done()))
  }

  async leave(): Promise<void> {
    this.#socket.destroy()
    if (!this.#socket.closed) await once(this.#socket, 'close')
  }

  /** What it has read since the last time. */
  take(): string {
    const got = this.#got
    this.#got = ''
    return got
  }

  /** False: no more is read. */
  #take(bytes: Buffer): boolean {
    this.#got += bytes.toString('latin1')
    this.#wanted -= bytes.length
    if (this.#wanted > 0) return true
    this.#socket.pause()
    this.#satisfied()
    return false
  }
}
