/** `qga.state` and `qga.state.isfrozen`: what the agent keeps on the guest's disk, so that a restart doesn't lose it. */
import { stateNotSaved } from '../commands/texts.js'
import type { FileConfig } from '../guest/config.js'
import { Errno } from '../guest/errno.js'
import type { Files } from '../guest/files/files.js'
import type { HandleCounter } from '../guest/handles.js'

const FIRST_HANDLE = 1000n
const FILE_NAME = 'qga.state'

/**
 * The state file that an agent writes when it starts and finds none: part of the guest's image, so that starting it does
 * not touch the disk, which is unpacked when it is first touched. A file of the scenario at that place wins.
 */
export function freshStateFile(directory: string): FileConfig {
  const content = { kind: 'bytes', bytes: Buffer.from(stateText(FIRST_HANDLE)) } as const
  return { kind: 'file', path: `${directory}/${FILE_NAME}`, content, mode: 0o644, owner: 0, group: 0 }
}
export const FROZEN_FLAG_SUFFIX = '.isfrozen'

export class StateFile implements HandleCounter {
  readonly #files: Files
  readonly #path: string
  /** Undefined until it is first needed: reading it when a VM is created would unpack the disk. */
  #next: bigint | undefined

  constructor(files: Files, directory: string) {
    this.#files = files
    this.#path = `${directory}/${FILE_NAME}`
  }

  /** The number of a new handle. Throws QapiError when it can't be written down: the number is lost then. */
  next(canSave: boolean): bigint {
    const handle = this.#next ?? this.#load()
    this.#next = handle + 1n
    if (!canSave) throw stateNotSaved()
    if (!this.#save()) throw stateNotSaved()
    return handle
  }

  /** What a new process does first: it reads the file, or writes a fresh one where there is none. */
  start(): void {
    this.#next = undefined
    this.#next = this.#load()
    if (!this.#files.exists(this.#path)) this.#save()
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

  #save(): boolean {
    try {
      this.#files.writeFile(this.#path, stateText(this.#next ?? FIRST_HANDLE))
      return true
    } catch (error) {
      if (error instanceof Errno) return false
      throw error
    }
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

function stateText(next: bigint): string {
  return `[global]\nfd_counter=${next}\n`
}
