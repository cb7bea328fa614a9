/** The character devices of a QEMU process: what its sockets are called, and who is at their ends. */

export interface Chardev {
  /** `id` of -chardev: "charchannel0". */
  readonly label: string
  /** As query-chardev tells it: "disconnected:unix:/run/agent.sock,server=on". Asked anew each time. */
  filename(): string
  /** Whether what is behind it in the machine is there: the guest has the port open, a monitor always is. */
  isFrontendOpen(): boolean
}

/** In the order in which query-chardev lists them. */
export class Chardevs {
  readonly #all: Chardev[] = []

  add(chardev: Chardev): void {
    this.#all.push(chardev)
  }

  find(label: string): Chardev | undefined {
    return this.#all.find(it => it.label === label)
  }

  list(): readonly Chardev[] {
    return this.#all
  }
}

/** What query-chardev tells of a socket that QEMU listens on. */
export function socketFilename(path: string, isConnected: boolean): string {
  return `${isConnected ? '' : 'disconnected:'}unix:${path},server=on`
}
