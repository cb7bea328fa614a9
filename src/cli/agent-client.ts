import { connect, type Socket } from 'node:net'
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js'
import { decodeExact } from '../trace/exact-json.js'
import { CommandFailure } from './exit-status.js'

/** A line of the agent: what it says, and its bytes (latin1, without the line feed). */
export interface Reply {
  readonly bytes: string
  readonly members: JsonObject
}

/** The agent has said nothing for too long. */
export class ReplyTimeout extends CommandFailure {}

/** A client of a guest agent that does it right: it synchronizes before it believes a reply. */
export class AgentClient {
  readonly #socket: Socket
  readonly #timeout: number
  readonly #chunks: AsyncIterator<Buffer>
  #syncs = 0
  #unread: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket, timeout: number) {
    this.#socket = socket
    this.#timeout = timeout
    this.#chunks = socket[Symbol.asyncIterator]()
  }

  /**
   * @param timeout How long to wait for a reply, milliseconds.
   * @throws CommandFailure
   */
  static connect(path: string, timeout: number): Promise<AgentClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path)
      socket.once('connect', () => resolve(new AgentClient(socket, timeout)))
      socket.once('error', error => reject(new CommandFailure(`cannot connect to ${path}: ${whyNot(error)}`)))
    })
  }

  /**
   * Makes sure that the next reply is ours: 0xFF discards what an earlier client left in the agent's parser, and
   * everything up to the reply that carries our id was meant for somebody else.
   */
  async sync(): Promise<void> {
    // Unlike any that another process has used lately.
    const id = (BigInt(process.pid) << 20n) + BigInt(++this.#syncs)
    this.#socket.write(`\xff{"execute": "guest-sync-delimited", "arguments": {"id": ${id}}}\n`, 'latin1')
    for (;;) {
      const line = await this.#line('guest-sync-delimited')
      const delimiter = line.lastIndexOf('\xff')
      const reply = delimiter === -1 ? undefined : parse(line.slice(delimiter + 1))
      if (reply?.get('return') === id) return
    }
  }

  /** Sends a command; `args` is the text of a JSON object. */
  send(name: string, args?: string): void {
    const rest = args === undefined ? '' : `, "arguments": ${args}`
    this.#socket.write(`{"execute": ${JSON.stringify(name)}${rest}}\n`)
  }

  /** The next reply. @throws CommandFailure if there is none in time. */
  async reply(name: string): Promise<Reply> {
    const bytes = await this.#line(name)
    const members = parse(bytes.slice(bytes.lastIndexOf('\xff') + 1))
    if (!members) throw new CommandFailure(`the reply to ${name} is not JSON: ${bytes}`)
    return { bytes, members }
  }

  close(): void {
    this.#socket.destroy()
  }

  /** The next line, latin1, without its line feed. */
  async #line(name: string): Promise<string> {
    // The only wait that an agent which says nothing can't end. It is a clock of the host's on purpose: the agent at
    // the other end of the socket may be a real one.
    const deadline = AbortSignal.timeout(this.#timeout)
    const giveUp = () => this.#socket.destroy(new ReplyTimeout(`no reply to ${name} in ${this.#timeout / 1000} s`))
    deadline.addEventListener('abort', giveUp)
    try {
      const parts: Buffer[] = []
      for (let chunk = this.#unread; ; chunk = await this.#chunk(name)) {
        const end = chunk.indexOf('\n')
        parts.push(end === -1 ? chunk : chunk.subarray(0, end))
        if (end === -1) continue
        this.#unread = chunk.subarray(end + 1)
        return Buffer.concat(parts).toString('latin1')
      }
    } finally {
      deadline.removeEventListener('abort', giveUp)
    }
  }

  async #chunk(name: string): Promise<Buffer> {
    const { done, value } = await this.#chunks.next().catch((error: NodeJS.ErrnoException) => {
      // However the other side went: orderly, or with something of ours unread.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return { done: true, value: undefined } as const
      throw error
    })
    if (done) throw new ConnectionEnded(`the connection ended without a reply to ${name}`)
    return value
  }
}

/** The other side has closed the connection. */
export class ConnectionEnded extends CommandFailure {}

function parse(text: string): JsonObject | undefined {
  let value: JsonValue
  try {
    value = decodeExact(text)
  } catch {
    return undefined
  }
  return isJsonObject(value) ? value : undefined
}

function whyNot(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file. Start one with mockvm serve --socket PATH.'
    case 'ECONNREFUSED':
      return 'nobody listens there any more. Start one with mockvm serve --socket PATH.'
    case 'EACCES':
      return 'permission denied.'
    case 'ENOTSOCK':
      return 'it is not a socket.'
    default:
      return error.message
  }
}
