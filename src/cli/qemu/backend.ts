import type { Duplex } from 'node:stream'
import type { Attachable } from '../../channel/unix-socket.js'

/**
 * The host's end of a character device: takes connections from when it is opened, and hands them on when there is a
 * machine.
 */
export class Backend implements Attachable {
  readonly label: string
  /** Resolves when somebody has come. */
  readonly firstClient: Promise<void>
  readonly #connections = new Set<Duplex>()
  #held: Duplex[] = []
  #front: Attachable | undefined
  #came = () => {}

  constructor(label: string) {
    this.label = label
    this.firstClient = new Promise(resolve => {
      this.#came = resolve
    })
  }

  /** Whose turn it is, of those who are connected. */
  get client(): Duplex | undefined {
    return this.#connections.values().next().value
  }

  attach(stream: Duplex): void {
    this.#connections.add(stream)
    stream.once('close', () => {
      this.#connections.delete(stream)
      this.#held = this.#held.filter(it => it !== stream)
    })
    if (this.#front === undefined) {
      // That one is told of by its end.
      stream.on('error', () => {})
      this.#held.push(stream)
    } else this.#front.attach(stream)
    this.#came()
  }

  /** Who takes the connections: those that were made already, and those to come. */
  connectTo(front: Attachable): void {
    this.#front = front
    const held = this.#held
    this.#held = []
    for (const stream of held) front.attach(stream)
  }

  destroyAll(): void {
    for (const stream of this.#connections) stream.destroy()
  }
}

/** A device that nobody is behind: what comes is read, and that is all. `greeting`: what it says at first. */
export function silentPeer(greeting = ''): Attachable {
  return {
    attach(stream) {
      stream.on('error', () => {})
      stream.on('end', () => stream.end())
      if (greeting !== '') stream.write(greeting)
      stream.resume()
    },
  }
}
