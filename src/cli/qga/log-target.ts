import { appendFileSync } from 'node:fs'
import { strerror } from '../strerror.js'
import type { Terminal } from '../terminal.js'

/** Where the log goes: standard error, and from when it is opened, the file. */
export class LogTarget {
  readonly #terminal: Terminal
  readonly #path: string | undefined
  #isOpen = false

  constructor(terminal: Terminal, path: string | undefined) {
    this.#terminal = terminal
    this.#path = path
  }

  /** What prevents it, if anything does. */
  open(): string | undefined {
    if (this.#path === undefined) return undefined
    try {
      appendFileSync(this.#path, '')
      this.#isOpen = true
      return undefined
    } catch (error) {
      return strerror(error)
    }
  }

  write(text: string): void {
    if (this.#isOpen && this.#path !== undefined) appendFileSync(this.#path, text, 'latin1')
    else this.#terminal.stderr.write(text)
  }
}
