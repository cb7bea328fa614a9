import type { TraceEvent } from '../../trace/events.js'

type Level = 'error' | 'critical' | 'warning' | 'message' | 'info' | 'debug'

/** How many bytes qemu-ga reads at a time: each read is a line of the log. */
const READ_COUNT = 4096

export interface LogOptions {
  write(text: string): void
  /** System time, nanoseconds since the epoch. */
  now(): bigint
  /** Everything; without it only errors. */
  readonly verbose: boolean
}

/** The log of qemu-ga: `<seconds>.<microseconds>: <level>: <text>`. 2.11 does not pad the microseconds with zeros. */
export class QgaLog {
  readonly #options: LogOptions

  constructor(options: LogOptions) {
    this.#options = options
  }

  log(level: Level, text: string): void {
    const { now, verbose, write } = this.#options
    if (!verbose && level !== 'error' && level !== 'critical') return
    const microseconds = now() / 1000n
    write(`${microseconds / 1_000_000n}.${microseconds % 1_000_000n}: ${level}: ${text}\n`)
  }

  /** What qemu-ga says about such an event, if anything. */
  event(event: TraceEvent): void {
    if (!this.#options.verbose) return
    switch (event.type) {
      case 'in':
        for (let at = 0; at < event.data.length; at += READ_COUNT) {
          const data = event.data.slice(at, at + READ_COUNT)
          this.log('debug', `read data, count: ${data.length}, data: ${untilNul(data)}`)
        }
        break
      case 'request':
        this.log('debug', 'process_event: called')
        this.log('debug', 'processing command')
        break
      case 'refused':
        this.log('debug', 'process_event: called')
        break
      case 'out':
        for (const reply of event.data.match(/[^\n]*\n|[^\n]+/g) ?? []) {
          this.log('debug', `sending data, count: ${reply.length}`)
        }
        break
      case 'disconnect':
        this.log('debug', 'received EOF')
        break
    }
  }
}

/** printf's %s. */
function untilNul(data: string): string {
  const end = data.indexOf('\0')
  return end === -1 ? data : data.slice(0, end)
}
