/** The sockets of a VM: whether somebody listens on them goes with the process that holds them. */
import type { UnixListener } from './channel/unix-socket.js'

export class Listeners {
  readonly #all = new Set<UnixListener>()

  /** Gives it as its user is to have it: `closed` is called when that one closes it. */
  add(listener: UnixListener, closed: () => void = () => {}): UnixListener {
    this.#all.add(listener)
    return {
      path: listener.path,
      close: () => {
        if (this.#all.delete(listener)) closed()
        return listener.close()
      },
      refuse: () => listener.refuse(),
      accept: () => listener.accept(),
      withdraw: () => listener.withdraw(),
      leave: () => listener.leave(),
      unlinkNow: () => listener.unlinkNow(),
    }
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
