import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A client that writes what it likes, and sees what comes back byte by byte. */
export class Wire {
  got = ''
  isOver = false
  readonly #socket: Socket
  #news: () => void = () => {}

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('latin1')
    socket.on('error', () => {})
    socket.on('data', chunk => {
      this.got += chunk
      this.#news()
    })
    socket.on('close', () => {
      this.isOver = true
      this.#news()
    })
  }

  write(text: string): void {
    this.#socket.write(text, 'latin1')
  }

  leave(): void {
    this.#socket.destroy()
  }

  /** Resolves with all that has come as soon as it matches, or the other side is gone. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.got) && !this.isOver) {
      await new Promise<void>(resolve => {
        this.#news = resolve
      })
    }
    return this.got
  }

  /** Resolves with all that has come when the other side has ended the connection. */
  end(): Promise<string> {
    return this.until(/(?!)/)
  }
}

export async function dial(port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return new Wire(socket)
}

/** What a client sees that closes behind its request; without the date. */
export async function exchange(port: number, request: string): Promise<string> {
  const wire = await dial(port)
  wire.write(request)
  return (await wire.end()).replace(/^Date: .*\r\n/m, '')
}
