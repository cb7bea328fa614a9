import { closeSync, openSync, writeSync } from 'node:fs'
import { strerror } from '../../strerror.js'
import type { Terminal } from '../terminal.js'

/** Where the log goes: standard error, and from when it is opened, the file. */
export class LogTarget {
  readonly #terminal: Terminal
  readonly #path: string | undefined
  #file: number | undefined
  #hasTerminal = true

  constructor(terminal: Terminal, path: string | undefined) {
    this.#terminal = terminal
    this.#path = path
  }

  /** Opens the file once, and holds it from then on. What prevents it, if anything does. */
  open(): string | undefined {
    if (this.#path === undefined || this.#file !== undefined) return undefined
    try {
      this.#file = openSync(this.#path, 'a')
      return undefined
    } catch (error) {
      return strerror(error)
    }
  }

  /** The process lets go of its standard error: what would go there is lost. */
  detach(): void {
    this.#hasTerminal = false
    this.#terminal.detach()
  }

  write(text: string): void {
    if (this.#file !== undefined) writeOrLose(this.#file, Buffer.from(text, 'latin1'))
    else if (this.#hasTerminal) this.#terminal.stderr.write(text)
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}

/** As fprintf(3) whose result nobody looks at. */
function writeOrLose(file: number, bytes: Buffer): void {
  try {
    writeSync(file, bytes)
  } catch {
    // A full disk, say: the agent goes on without that line.
  }
}
