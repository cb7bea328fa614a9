import { closeSync, openSync, writeSync } from 'node:fs'
import { strerror } from '../strerror.js'
import type { TraceEvent } from '../trace/events.js'
import { encodeEvent } from '../trace/jsonl.js'
import { CommandFailure } from './exit-status.js'

/** A file of JSON lines, written event by event, so that it is whole even when the process is killed. */
export class TraceFile {
  readonly #fd: number

  /** Replaces a file that is there. @throws CommandFailure */
  constructor(path: string) {
    try {
      this.#fd = openSync(path, 'w')
    } catch (error) {
      throw new CommandFailure(`cannot write the trace to ${path}: ${strerror(error)}`)
    }
  }

  write(event: TraceEvent): void {
    writeSync(this.#fd, `${encodeEvent(event)}\n`)
  }

  close(): void {
    closeSync(this.#fd)
  }
}
