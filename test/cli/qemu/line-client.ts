import { once } from 'node:events'
import { connect, type NetConnectOpts, type Socket } from 'node:net'

/** A client of a monitor, or of an agent, that takes a line at a time. */
export class LineClient {
  readonly socket: Socket
  readonly #lines: string[] = []
  #half = ''
  #hasEnded = false
  #news = () => {}

  constructor(socket: Socket) {
    this.socket = socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      const [first = '', ...more] = (this.#half + text).split('\n')
      this.#half = more.pop() ?? first
      if (more.length > 0 || text.endsWith('\n')) this.#lines.push(first, ...more)
      this.#news()
    })
    socket.on('error', () => {})
    socket.on('close', () => this.#end())
    socket.on('end', () => this.#end())
  }

  /** The next line, without its end; undefined when there is none any more. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const line = this.#lines.shift()
      if (line !== undefined) return line.replace(/\r$/, '')
      if (this.#hasEnded) return undefined
      await new Promise<void>(resolve => {
        this.#news = resolve
      })
    }
  }

  send(request: object): void {
    this.socket.write(`${JSON.stringify(request)}\n`)
  }

  /** What it returns; events on the way are kept apart. */
  async ask(execute: string, args?: object): Promise<unknown> {
    this.send({ execute, ...(args !== undefined && { arguments: args }) })
    for (;;) {
      const message = await this.message()
      if ('event' in message) this.events.push(message)
      else return 'return' in message ? message.return : message.error
    }
  }

  readonly events: Record<string, unknown>[] = []

  /** The next event of that name, of those that came already or will. */
  async event(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.events.findIndex(it => it.event === name)
      if (found !== -1) return this.events.splice(found, 1)[0] ?? {}
      this.events.push(await this.message())
    }
  }

  async message(): Promise<Record<string, unknown>> {
    const line = await this.line()
    if (line === undefined) throw new Error('the connection has ended')
    return JSON.parse(line) as Record<string, unknown>
  }

  /** All that still comes. */
  async rest(): Promise<string[]> {
    const lines: string[] = []
    for (let line = await this.line(); line !== undefined; line = await this.line()) lines.push(line)
    return lines
  }

  #end(): void {
    this.#hasEnded = true
    this.#news()
  }
}

export async function connectTo(where: string | NetConnectOpts): Promise<LineClient> {
  const socket = connect(typeof where === 'string' ? { path: where } : where)
  await once(socket, 'connect')
  return new LineClient(socket)
}

/** A monitor that has been greeted and takes commands. */
export async function connectToMonitor(where: string | NetConnectOpts): Promise<LineClient> {
  const client = await connectTo(where)
  return negotiate(client)
}

export async function negotiate(client: LineClient): Promise<LineClient> {
  if (!('QMP' in (await client.message()))) throw new Error('expected the greeting of a monitor')
  await client.ask('qmp_capabilities')
  return client
}
