/** The character devices of a QEMU process: what its sockets are called, and who is at their ends. */
import { inQueryOrder } from './chardev-order.js'

export interface Chardev {
  /** `id` of -chardev: "charchannel0". */
  readonly label: string
  /** As query-chardev tells it: "disconnected:unix:/run/agent.sock,server=on". Asked anew each time. */
  filename(): string
  /** Whether what is behind it in the machine is there: the guest has the port open, a monitor always is. */
  isFrontendOpen(): boolean
}

export class Chardevs {
  readonly #all: Chardev[] = []

  /** Gives the function that takes it away again. Throws Error where one of that label is there. */
  add(chardev: Chardev): () => void {
    this.assertFree(chardev.label)
    this.#all.push(chardev)
    return () => {
      const place = this.#all.indexOf(chardev)
      if (place !== -1) this.#all.splice(place, 1)
    }
  }

  /** Throws Error where one of that label is there. */
  assertFree(label: string): void {
    if (this.find(label) === undefined) return
    throw new Error(`label: expected one that no other chardev has, got "${label}". Close that one, or choose another.`)
  }

  /** "charchannel0", "charchannel1", …: the first of them that is free. */
  freeLabel(stem: string): string {
    for (let count = 0; ; count++) {
      const label = `${stem}${count}`
      if (this.find(label) === undefined) return label
    }
  }

  find(label: string): Chardev | undefined {
    return this.#all.find(it => it.label === label)
  }

  /** In the order in which they were made. */
  made(): readonly Chardev[] {
    return this.#all
  }

  /** In the order in which query-chardev lists them. */
  list(): readonly Chardev[] {
    const order = inQueryOrder(this.#all.map(({ label }) => label))
    return this.#all.toSorted((a, b) => order.indexOf(a.label) - order.indexOf(b.label))
  }
}

/** What query-chardev tells of a socket that QEMU listens on. */
export function socketFilename(path: string, isConnected: boolean): string {
  return `${isConnected ? '' : 'disconnected:'}unix:${path},server=on`
}
