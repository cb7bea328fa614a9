/** `qga.state` and `qga.state.isfrozen`: what the agent keeps on the guest's disk, so that a restart doesn't lose it. */
import { stateNotSaved } from '../commands/texts.js'
import type { FileConfig } from '../guest/config.js'
import { Errno } from '../guest/errno.js'
import type { Files } from '../guest/files/files.js'
import type { HandleCounter } from '../guest/handles.js'
import { KeyFile, KeyFileError } from './key-file.js'

const FIRST_HANDLE = 1000n
const FILE_NAME = 'qga.state'
const FROZEN_FLAG_SUFFIX = '.isfrozen'
const DEFAULT_DIRECTORY = '/var/run'

/** What the log says after any other reason for which a process ends before it has begun. */
const END_OF_LOG = ['failed to load persistent state', 'error initializing guest agent']

/** An agent could not read or write its state: it ends before it has begun. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError'
  /** What it writes into its log, line by line. */
  readonly log: readonly string[]

  constructor(log: readonly string[]) {
    super(log[0])
    this.log = log
  }
}

/** Whether a scenario's files say something of an agent that ran before: then a new one has to look at the disk. */
export function mentionState(files: readonly FileConfig[]): boolean {
  const names = [FILE_NAME, FILE_NAME + FROZEN_FLAG_SUFFIX]
  // Other letters mean the same on Windows; elsewhere they don't, and a look at the disk is only one too many.
  return files.some(({ path }) => names.includes(path.replace(/^.*[\\/]/s, '').toLowerCase()))
}

/**
 * What the guest's image needs for an agent: the file that it writes when it starts and finds none, so that starting it
 * does not touch the disk, which is unpacked when it is first touched; or only the directory, where it does look.
 */
export function stateImage(directory: string, files: readonly FileConfig[], isRunning: boolean): FileConfig[] {
  const owned = { mode: 0o755, owner: 0, group: 0 }
  if (isRunning && !mentionState(files)) {
    const content = { kind: 'bytes', bytes: Buffer.from(stateText(FIRST_HANDLE)) } as const
    return [{ ...owned, kind: 'file', path: `${directory}/${FILE_NAME}`, content, mode: 0o644 }]
  }
  return directory === DEFAULT_DIRECTORY ? [] : [{ ...owned, kind: 'directory', path: directory }]
}

export class StateFile implements HandleCounter {
  readonly #files: Files
  readonly #path: string
  readonly #readsFrozenFlag: boolean
  #next = FIRST_HANDLE

  constructor(files: Files, directory: string, { readsFrozenFlag }: { readonly readsFrozenFlag: boolean }) {
    this.#files = files
    this.#readsFrozenFlag = readsFrozenFlag
    this.#path = `${directory}/${FILE_NAME}`
  }

  /** The number of a new handle. Throws QapiError when it can't be written down: the number is lost then. */
  next(canSave: boolean): bigint {
    const handle = this.#next++
    if (!canSave || this.#save() !== undefined) throw stateNotSaved()
    return handle
  }

  /**
   * What a new process does first: it reads the file, or writes a fresh one where there is none and nothing is frozen.
   * Tells whether the file systems are frozen. Throws StateFileError, with which the process ends.
   */
  start(): boolean {
    const isFrozen = this.#readsFrozenFlag && this.#exists(this.#flagPath, [])
    if (this.#exists(this.#path, END_OF_LOG)) this.#next = this.#load()
    else {
      this.#next = FIRST_HANDLE
      const trouble = isFrozen ? undefined : this.#save()
      if (trouble !== undefined) {
        throw new StateFileError([trouble, `unable to create state file at path ${this.#path}`, ...END_OF_LOG])
      }
    }
    return isFrozen
  }

  /** Makes or removes the empty file that tells the next agent that file systems are frozen. */
  writeFrozenFlag(frozen: boolean): void {
    try {
      if (frozen) this.#files.writeFile(this.#flagPath, '', { mode: 0o600 })
      else this.#files.rm(this.#flagPath, { force: true })
    } catch (error) {
      // The agent only logs that.
      if (!(error instanceof Errno)) throw error
    }
  }

  snapshot(): bigint {
    return this.#next
  }

  restore(next: bigint): void {
    this.#next = next
  }

  get #flagPath(): string {
    return this.#path + FROZEN_FLAG_SUFFIX
  }

  #exists(path: string, endOfLog: readonly string[]): boolean {
    try {
      this.#files.stat(path)
      return true
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      if (error.code === 'ENOENT') return false
      throw new StateFileError([`unable to access state file at path ${path}: ${error.text}`, ...endOfLog])
    }
  }

  #load(): bigint {
    try {
      if (this.#files.stat(this.#path).kind !== 'file') throw new KeyFileError('Not a regular file')
      return new KeyFile(this.#files.readFile(this.#path, 'utf8')).integer('global', 'fd_counter') ?? FIRST_HANDLE
    } catch (error) {
      if (!(error instanceof KeyFileError)) throw error
      throw new StateFileError([
        `error loading persistent state from path: ${this.#path}, ${error.message}`,
        ...END_OF_LOG,
      ])
    }
  }

  /** Another file takes the place of the old one, so that there is a whole one at any time. Tells what went wrong. */
  #save(): string | undefined {
    // mkstemp(3) puts letters in place of the X, which nobody sees: the file has that name only meanwhile.
    const temporary = `${this.#path}.XXXXXX`
    const failed = (what: string, { text }: Errno) => {
      return `failed to write persistent state to ${this.#path}: Failed to ${what}: ${text}`
    }
    const isThere = attempt(() => this.#files.writeFile(temporary, ''))
    if (isThere !== undefined) return failed(`create file “${temporary}”`, isThere)
    const trouble =
      attempt(() => this.#files.writeFile(temporary, stateText(this.#next))) ??
      attempt(() => this.#files.rename(temporary, this.#path))
    if (trouble === undefined) return undefined
    this.#files.rm(temporary, { force: true })
    return failed(`write file “${temporary}”`, trouble)
  }
}

function attempt(action: () => void): Errno | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    if (error instanceof Errno) return error
    throw error
  }
}

/** The agent keeps 64 bits in its memory and 32 of them on disk. */
function stateText(next: bigint): string {
  return `[global]\nfd_counter=${BigInt.asIntN(32, next)}\n`
}
