import type { Terminal } from '../terminal.js'
import type { Report } from './report.js'

/** signal(7) */
const NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }

/** Those that end QEMU in order, as long as it heeds them. */
export class EndingSignals {
  readonly #terminal: Terminal
  readonly #report: Report
  readonly #end: () => void
  #stop = () => {}
  #hasCome = false

  constructor(terminal: Terminal, report: Report, end: () => void) {
    this.#terminal = terminal
    this.#report = report
    this.#end = end
  }

  /** One of them. */
  get hasCome(): boolean {
    return this.#hasCome
  }

  heed(): void {
    this.#stop = this.#terminal.onSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], signal => {
      this.#report.say(`terminating on signal ${NUMBERS[signal]}`)
      this.#hasCome = true
      this.#end()
    })
  }

  /** From here on they end the process as they end any. */
  leave(): void {
    this.#stop()
  }
}
