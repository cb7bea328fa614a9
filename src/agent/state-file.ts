/** `qga.state` and `qga.state.isfrozen`: what the agent keeps on the guest's disk, so that a restart doesn't lose it. */
import { stateNotSaved } from '../commands/texts.js'
import { Errno } from '../guest/errno.js'
import type { Files } from '../guest/files/files.js'
import type { HandleCounter } from '../guest/handles.js'

const FIRST_HANDLE = 1000n
export const FROZEN_FLAG_SUFFIX = '.isfrozen'

export class StateFile implements HandleCounter {
  readonly #files: Files
  readonly #path: string
  /** Known once it has been read: the agent reads its file when it starts, and from then on only writes it. */
  #next: bigint | undefined

  constructor(files: Files, directory: string) {
    this.#files = files
    this.#path = `${directory}/qga.state`
  }

  /** The number of a new handle. Throws QapiError when it can't be written down: the number is lost then. */
  next(canSave: boolean): bigint {
    const handle = this.#next ?? this.#load()
    this.#next = handle + 1n
    if (!canSave) throw stateNotSaved()
    try {
      this.#files.writeFile(this.#path, `[global]\nfd_counter=${this.#next}\n`)
    } catch (error) {
      if (error instanceof Errno) throw stateNotSaved()
      throw error
    }
    return handle
  }

  get frozenFlagPath(): string {
    return this.#path + FROZEN_FLAG_SUFFIX
  }

  /** Makes or removes the empty file that tells the next agent that file systems are frozen. */
  writeFrozenFlag(frozen: boolean): void {
    try {
      if (frozen) this.#files.writeFile(this.frozenFlagPath, '', { mode: 0o600 })
      else this.#files.rm(this.frozenFlagPath, { force: true })
    } catch (error) {
      // The agent only logs that.
      if (!(error instanceof Errno)) throw error
    }
  }

  snapshot(): bigint | undefined {
    return this.#next
  }

  restore(next: bigint | undefined): void {
    this.#next = next
  }

  #load(): bigint {
    try {
      const match = /^fd_counter\s*=\s*(.*?)\s*$/m.exec(this.#files.readFile(this.#path, 'utf8'))
      if (match === null) return FIRST_HANDLE
      // GKeyFile gives 0 for what is no number.
      return /^[+-]?\d+$/.test(match[1] ?? '') ? BigInt(match[1] ?? 0) : 0n
    } catch (error) {
      if (error instanceof Errno) return FIRST_HANDLE
      throw error
    }
  }
}
