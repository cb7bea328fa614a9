import { closeSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { strerror } from '../../strerror.js'
import type { Terminal } from '../terminal.js'
import { QemuError } from './error.js'
import { areLogItemsOfThreads } from './log-items.js'

/** -d: a log of what is accepted and not simulated, on standard error or in the file of -D. */
export class QemuLog {
  readonly #terminal: Terminal
  readonly #isOn: boolean
  readonly #file: number | undefined

  /** Throws QemuError. */
  constructor(terminal: Terminal, items: string | undefined, path: string | undefined) {
    this.#terminal = terminal
    this.#isOn = items !== undefined
    if (areLogItemsOfThreads(items ?? '') && !path?.includes('%d')) {
      throw new QemuError("Filename template with '%d' required for 'tid'")
    }
    if (path === undefined) return
    try {
      // Without -d the file isn't made, but it must be possible.
      if (this.#isOn) this.#file = openSync(path, 'w')
      else closeSync(openSync(path === '' ? path : dirname(path), 'r'))
    } catch (error) {
      throw new QemuError(`Error opening logfile ${path}: ${strerror(error)}`)
    }
  }

  notSimulated(options: readonly string[]): void {
    if (!this.#isOn) return
    const text = options.map(option => `mockvm: accepted, not simulated: ${option}\n`).join('')
    if (this.#file === undefined) this.#terminal.stderr.write(text)
    else writeSync(this.#file, text)
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
  }
}
