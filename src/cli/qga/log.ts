import type { TraceEvent } from '../../trace/events.js'

type Level = 'error' | 'critical' | 'warning' | 'message' | 'info' | 'debug'

/** How many bytes qemu-ga reads at a time: each read is a line of the log. */
const READ_COUNT = 4096
const MICROSECOND_DIGITS = 6

export interface LogOptions {
  write(text: string): void
  /** System time, nanoseconds since the epoch. */
  now(): bigint
  /** Everything; without it only errors. */
  readonly verbose: boolean
  readonly padsMicroseconds: boolean
  readonly logsBadRequests: boolean
}

/** The log of qemu-ga: `<seconds>.<microseconds>: <level>: <text>`. */
export class QgaLog {
  readonly #options: LogOptions
  /** Nothing is written: the log may be on a frozen file system. */
  isOff = false

  constructor(options: LogOptions) {
    this.#options = options
  }

  log(level: Level, text: string): void {
    const { now, verbose, write, padsMicroseconds } = this.#options
    if (this.isOff || (!verbose && level !== 'error' && level !== 'critical')) return
    const microseconds = now() / 1000n
    const fraction = String(microseconds % 1_000_000n).padStart(padsMicroseconds ? MICROSECOND_DIGITS : 1, '0')
    write(`${microseconds / 1_000_000n}.${fraction}: ${level}: ${text}\n`)
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
        // It was JSON, and no request.
        if (this.#options.logsBadRequests && event.error.desc.startsWith('QMP input')) {
          this.log('debug', 'processing command')
        }
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
