import type { Client } from './client.js'

/** Bytes that qemu-ga asks for at a time. */
const READ_COUNT = 4096

/**
 * Whether an agent that holds the socket gets an error (ECONNRESET) when it reads on from a client that has left. It does
 * if the client left something unread in its own socket, unless the error comes along with bytes that the client had sent
 * last: GLib hands those out and forgets the error. Bytes that fill what was asked for leave it to the next read.
 *
 * Of a client in this process all of that is known. Of a socket libuv tells the error only where it comes alone: behind
 * bytes it reports an end, like GLib, but whether or not they fill a read.
 */
export class LeftUnread {
  readonly #client: Client
  /** Bytes that the agent has read since the client left. */
  #behind = 0

  constructor(client: Client) {
    this.#client = client
  }

  /** The agent reads so many bytes of it. */
  read(size: number): void {
    if (this.#client.hasLeft) this.#behind += size
  }

  /** To be asked when it has ended. */
  get failsRead(): boolean {
    return this.#client.leftUnread && this.#behind % READ_COUNT === 0
  }
}
