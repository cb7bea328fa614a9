/** The sockets of a VM: whether somebody listens on them goes with the process that holds them. */
import type { UnixListener } from './channel/unix-socket.js'

export class Listeners {
  readonly #all = new Set<UnixListener>()

  add(listener: UnixListener): void {
    this.#all.add(listener)
  }

  /** Somebody listens, or connections are refused. */
  setListening(isListening: boolean): void {
    for (const listener of this.#all) isListening ? listener.accept() : listener.refuse()
  }

  /** The process has ended in order and has taken its files along. */
  withdraw(): void {
    for (const listener of this.#all) listener.withdraw()
  }

  /** Removes their files at once, for exit handlers. */
  unlinkNow(): void {
    for (const listener of this.#all) listener.unlinkNow()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map(listener => listener.close()))
  }
}
