/** A client of QEMU's monitor, simulated or real: greeted, negotiated, one command after the other. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { lostWithout } from '../client/errors.js'
import { isJsonObject, type JsonObject } from '../json/value.js'
import { strerror } from '../strerror.js'
import { decodeExact } from '../trace/exact-json.js'
import { CommandFailure } from './exit-status.js'

export interface MonitorMessage {
  /** As it came, without the last line end. */
  readonly text: string
  readonly members: JsonObject
}

export interface MonitorClientOptions {
  /** Milliseconds until the greeting, and then each reply, has to be there. */
  readonly timeout: number
  onEvent(event: MonitorMessage): void
}

export class MonitorClient {
  readonly #socket: Socket
  readonly #messages: AsyncGenerator<MonitorMessage>
  readonly #options: MonitorClientOptions
  #tooLate = ''

  private constructor(path: string, socket: Socket, options: MonitorClientOptions) {
    this.#socket = socket
    this.#options = options
    this.#messages = messagesFrom(socket, path)
    socket.on('timeout', () => socket.destroy(new CommandFailure(this.#tooLate)))
  }

  /** Rejects with CommandFailure, which says why there is no such connection. */
  static async connect(path: string, options: MonitorClientOptions): Promise<MonitorClient> {
    const socket = connect({ path })
    try {
      await once(socket, 'connect')
    } catch (error) {
      throw new CommandFailure(`cannot connect to ${path}: ${strerror(error)}. ${HINT}`)
    }
    const client = new MonitorClient(path, socket, options)
    const late = `${path}: no greeting within ${options.timeout / 1000} s. Is it a monitor, and has it no other client?`
    const greeting = await client.#next(late)
    if (!greeting?.members.has('QMP')) throw notAMonitor(path)
    await client.ask('qmp_capabilities')
    return client
  }

  /** @param args The text of a JSON object. */
  async ask(name: string, args?: string): Promise<MonitorMessage> {
    const rest = args === undefined ? '' : `, "arguments": ${args}`
    this.#socket.write(`{"execute": ${JSON.stringify(name)}${rest}}\n`)
    const late = `${name}: no reply within ${this.#options.timeout / 1000} s: it may still be executed. Give it a longer --timeout.`
    const reply = await this.#next(late)
    if (reply === undefined) throw lostWithout(name, 'the connection ended', undefined)
    return reply
  }

  /** Tells events until the connection ends. */
  async listen(): Promise<void> {
    while ((await this.#next()) !== undefined);
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Of the messages that are no events; undefined at the end of the connection. `late`: what to say if none comes. */
  async #next(late?: string): Promise<MonitorMessage | undefined> {
    this.#tooLate = late ?? ''
    this.#socket.setTimeout(late === undefined ? 0 : this.#options.timeout)
    for (;;) {
      const { value, done } = await this.#messages.next()
      if (done) return undefined
      if (!value.members.has('event')) return value
      this.#options.onEvent(value)
    }
  }
}

const HINT = 'Give the path of mockvm serve --qmp PATH.'

function notAMonitor(path: string): CommandFailure {
  return new CommandFailure(`${path} is no monitor of QEMU. ${HINT}`)
}

async function* messagesFrom(socket: Socket, path: string): AsyncGenerator<MonitorMessage> {
  let held = ''
  for await (const line of linesFrom(socket)) {
    held += line
    // One of a monitor with pretty=on has several lines: the first and the last are a brace.
    const isPart = line === '{' || (held !== line && line !== '}')
    if (isPart) {
      held += '\n'
      continue
    }
    yield { text: held, members: read(held, path) }
    held = ''
  }
}

async function* linesFrom(socket: Socket): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of socket.setEncoding('utf8')) {
      const lines = (rest + chunk).split(/\r?\n/)
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    // Whoever ends with something of ours unread resets the connection.
    if (!/^(?:ECONNRESET|EPIPE)$/.test(String((error as NodeJS.ErrnoException).code))) throw error
  }
}

function read(text: string, path: string): JsonObject {
  try {
    const message = decodeExact(text)
    if (isJsonObject(message)) return message
  } catch {}
  throw notAMonitor(path)
}
