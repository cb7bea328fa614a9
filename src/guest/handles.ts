import type { OnChange } from './changes.js'
import { Errno } from './errno.js'
import type { Credentials } from './files/credentials.js'
import type { Files } from './files/files.js'
import type { OpenFile, OpenFlags, Whence } from './files/open-file.js'
import { HandleError, type HandleStep, InvalidMode, UnknownHandle } from './handle-errors.js'
import { Stream, type StreamMode, type StreamSnapshot } from './stdio.js'

export { HandleError, type HandleStep, InvalidMode, UnknownHandle } from './handle-errors.js'

/** Where the numbers of handles come from. */
export interface HandleCounter {
  /**
   * The next number. The agent keeps it on disk, so this may throw, and then the number is lost. It must throw if
   * `canSave` is false: the file itself took the last descriptor, and none is left for writing the number down.
   */
  next(canSave: boolean): bigint
}

/** How many handles there can be: RLIMIT_NOFILE is 1,024, the agent of 7.2 has seven of its own and writes its state. */
export const MAX_HANDLES = 1016

export interface HandlesOptions {
  readonly files: Files
  readonly onChange: OnChange
  readonly counter: HandleCounter
  /** Who the agent runs as. */
  readonly cred: () => Credentials
}

interface Mode extends StreamMode {
  readonly create: boolean
  readonly truncate: boolean
}

const MODES: ReadonlyMap<string, Mode> = new Map(
  [
    { names: ['r', 'rb'], read: true, write: false, append: false, create: false, truncate: false },
    { names: ['w', 'wb'], read: false, write: true, append: false, create: true, truncate: true },
    { names: ['a', 'ab'], read: false, write: true, append: true, create: true, truncate: false },
    { names: ['r+', 'rb+', 'r+b'], read: true, write: true, append: false, create: false, truncate: false },
    { names: ['w+', 'wb+', 'w+b'], read: true, write: true, append: false, create: true, truncate: true },
    { names: ['a+', 'ab+', 'a+b'], read: true, write: true, append: true, create: true, truncate: false },
  ].flatMap(({ names, ...mode }) => names.map(name => [name, mode] as const)),
)

/** The mode of a file that the agent creates, whatever its umask is. */
const NEW_FILE_MODE = 0o666

interface Handle {
  readonly path: string
  readonly mode: string
  readonly file: number
  readonly stream: Stream
  /** What the last operation was: C wants something between reading and writing. */
  state: 'new' | 'reading' | 'writing'
}

export interface HandlesSnapshot {
  readonly handles: readonly {
    readonly handle: bigint
    readonly path: string
    readonly mode: string
    /** The number of the open file in Files. */
    readonly file: number
    readonly stream: StreamSnapshot
    readonly state: Handle['state']
  }[]
}

/**
 * The agent's open files, as qemu-ga keeps them: a number, a stream of C, and whether it was last read or written.
 *
 * A close that fails (the disk is full) leaves the handle in the table. What the agent does with it then is undefined, it
 * uses a stream that is gone; here every later use fails with EBADF.
 */
export class Handles {
  readonly #options: HandlesOptions
  readonly #handles = new Map<bigint, Handle>()

  constructor(options: HandlesOptions) {
    this.#options = options
  }

  /**
   * Opens a file and gives it a number. What may create first tries to create exclusively, and gives what it created mode
   * 0666; only then is it opened as it is. A dangling link can thus be neither created nor opened.
   *
   * Errors: InvalidMode, Errno, and what the counter throws (a file that was created then stays).
   */
  open(path: string, mode: string): bigint {
    const flags = MODES.get(mode)
    if (!flags) throw new InvalidMode(mode)
    const file = this.#openFile(path, flags)
    const stream = new Stream(file, flags)
    let handle: bigint
    try {
      handle = this.#options.counter.next(this.#handles.size < MAX_HANDLES)
    } catch (error) {
      stream.fclose()
      throw error
    }
    // A number that went beyond 31 bits comes back from the agent's disk below 0: the agent takes it for an error.
    if (handle < 0n) {
      stream.fclose()
      return -1n
    }
    this.#handles.set(handle, { path, mode, file: file.id, stream, state: 'new' })
    this.#options.onChange({ what: 'file-open', handle, path, mode })
    return handle
  }

  /** Up to `count` bytes. `eof` tells whether the end came before them. Errors: UnknownHandle, HandleError. */
  read(handle: bigint, count: number): { bytes: Uint8Array; eof: boolean } {
    const entry = this.#get(handle)
    const { stream } = entry
    if (entry.state === 'writing') {
      attempt('flush', () => stream.fflush())
      entry.state = 'new'
    }
    const { bytes, errno } = stream.fread(count)
    const { eof, error } = stream
    stream.clearerr()
    // What was read before the error is lost.
    if (error) throw new HandleError('read', errno)
    entry.state = 'reading'
    return { bytes, eof }
  }

  /** How many bytes were taken. Errors: UnknownHandle, HandleError. */
  write(handle: bigint, bytes: Uint8Array): { count: number; eof: boolean } {
    this.prepareWrite(handle)
    const entry = this.#get(handle)
    const { stream } = entry
    const { count, errno } = stream.fwrite(bytes)
    const { eof, error } = stream
    stream.clearerr()
    if (error) throw new HandleError('write', errno)
    entry.state = 'writing'
    return { count, eof }
  }

  /**
   * What happens at a write before its data are looked at: after reading, a seek to where the program is. A command
   * calls it before it decodes; `write` does it anyway. Errors: UnknownHandle, HandleError ('seek').
   */
  prepareWrite(handle: bigint): void {
    const entry = this.#get(handle)
    if (entry.state !== 'reading') return
    attempt('seek', () => entry.stream.fseek(0n, 'cur'))
    entry.state = 'new'
  }

  /** Moves the position and tells the new one. Errors: UnknownHandle, HandleError. */
  seek(handle: bigint, offset: bigint, whence: Whence): { position: bigint; eof: boolean } {
    const entry = this.#get(handle)
    const { stream } = entry
    try {
      attempt('seek', () => {
        if (!stream.fseek(offset, whence)) throw new HandleError('seek', undefined)
      })
      const position = stream.ftell()
      entry.state = 'new'
      return { position, eof: stream.eof }
    } catch (error) {
      // What cannot seek is not buffered either, says the agent.
      if (error instanceof HandleError && error.errno?.code === 'ESPIPE') entry.state = 'new'
      throw error
    } finally {
      stream.clearerr()
    }
  }

  flush(handle: bigint): void {
    const entry = this.#get(handle)
    attempt('flush', () => entry.stream.fflush())
    entry.state = 'new'
  }

  /** Errors: UnknownHandle, and HandleError if what was pending could not be written; see above. */
  close(handle: bigint): void {
    const entry = this.#get(handle)
    attempt('close', () => entry.stream.fclose())
    this.#handles.delete(handle)
    this.#options.onChange({ what: 'file-close', handle, path: entry.path })
  }

  has(handle: bigint): boolean {
    return this.#handles.has(handle)
  }

  list(): { handle: bigint; path: string; mode: string }[] {
    return [...this.#handles].map(([handle, { path, mode }]) => ({ handle, path, mode }))
  }

  /** The agent ends: what is pending is written as exit(3) does, of the last stream opened first; errors are nobody's. */
  closeAll(): void {
    for (const [handle, { stream, path }] of [...this.#handles].toReversed()) {
      try {
        stream.fclose()
      } catch (error) {
        if (!(error instanceof Errno)) throw error
      }
      this.#options.onChange({ what: 'file-close', handle, path })
    }
    this.#handles.clear()
  }

  /** The agent is killed: what is pending is lost. */
  dropAll(): void {
    for (const [handle, { file, path }] of this.#handles) {
      this.#options.files.opened(file)?.close()
      this.#options.onChange({ what: 'file-close', handle, path })
    }
    this.#handles.clear()
  }

  snapshot(): HandlesSnapshot {
    const handles = [...this.#handles].map(([handle, { stream, ...rest }]) => ({
      handle,
      ...rest,
      stream: stream.snapshot(),
    }))
    return { handles }
  }

  /** Back to what a snapshot holds; Files must have been restored to the same moment before. */
  restore(snapshot: HandlesSnapshot): void {
    this.#handles.clear()
    for (const { handle, stream, ...rest } of snapshot.handles) {
      const file = this.#options.files.opened(rest.file) ?? GONE
      this.#handles.set(handle, { ...rest, stream: new Stream(file, stream.mode, stream) })
    }
  }

  #get(handle: bigint): Handle {
    const entry = this.#handles.get(handle)
    if (!entry) throw new UnknownHandle(handle)
    return entry
  }

  #openFile(path: string, mode: Mode): OpenFile {
    const { files, cred } = this.#options
    const { read, write, append, truncate } = mode
    const flags: OpenFlags = { read, write, append, truncate }
    if (!mode.create) return files.open(path, flags, 0, cred())
    let file: OpenFile
    try {
      file = files.open(path, { ...flags, create: true, exclusive: true }, 0, cred())
    } catch (error) {
      if (!(error instanceof Errno) || error.code !== 'EEXIST') throw error
      return files.open(path, flags, 0, cred())
    }
    file.chmod(NEW_FILE_MODE)
    return file
  }
}

/** Does one step of stdio, and says which one failed. */
function attempt(step: HandleStep, action: () => unknown): void {
  try {
    action()
  } catch (error) {
    if (error instanceof Errno) throw new HandleError(step, error)
    throw error
  }
}

const bad = (): never => {
  throw new Errno('EBADF')
}

/** What a handle with a closed stream refers to. */
const GONE: OpenFile = {
  ...{ id: 0, path: '', flags: { read: false, write: false } },
  ...{ read: bad, write: bad, fits: bad, seek: bad, stat: bad, chmod: bad, truncate: bad, close: bad },
}
