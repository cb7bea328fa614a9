/**
 * The agent's open files on Windows: what CreateFile, ReadFile, WriteFile, SetFilePointerEx and FlushFileBuffers do.
 * Nothing is buffered, and while a file is open others may only read it.
 */
import { Errno, type ErrnoCode } from '../errno.js'
import type { Files } from '../files/files.js'
import { parentPath } from '../files/names.js'
import type { OpenFile, OpenFlags, Whence } from '../files/open-file.js'
import { InvalidMode, UnknownHandle } from '../handle-errors.js'
import type { HandleTable } from '../handle-table.js'
import type { HandlesOptions } from '../handles.js'
import type { WindowsPaths } from './paths.js'
import { Win32Error, type Win32Name } from './win32-error.js'

/** Not all of fopen(3): there is no "ab". */
const MODES: ReadonlyMap<string, OpenFlags> = new Map(
  [
    { names: ['r', 'rb'], read: true, write: false },
    { names: ['w', 'wb'], read: false, write: true, create: true, truncate: true },
    { names: ['a'], read: false, write: true, create: true, append: true },
    { names: ['r+', 'rb+', 'r+b'], read: true, write: true },
    { names: ['w+', 'wb+', 'w+b'], read: true, write: true, create: true, truncate: true },
    { names: ['a+', 'ab+', 'a+b'], read: true, write: true, create: true, append: true },
  ].flatMap(({ names, ...flags }) => names.map(name => [name, flags] as const)),
)

interface Handle {
  readonly path: string
  readonly mode: string
  readonly file: OpenFile
}

export interface WindowsHandlesSnapshot {
  readonly handles: readonly {
    readonly handle: bigint
    readonly path: string
    readonly mode: string
    /** The number of the open file in Files. */
    readonly file: number
  }[]
}

export interface WindowsHandlesOptions extends Pick<HandlesOptions, 'files' | 'onChange' | 'counter'> {
  readonly paths: WindowsPaths
}

/** What the file functions of the agent fail with is thrown as Win32Error. */
export class WindowsHandles implements HandleTable {
  readonly #options: WindowsHandlesOptions
  readonly #handles = new Map<bigint, Handle>()

  constructor(options: WindowsHandlesOptions) {
    this.#options = options
  }

  /** Throws InvalidMode before it looks at the path, and what the counter throws: the file is closed again then. */
  open(path: string, mode: string): bigint {
    const flags = MODES.get(mode)
    if (flags === undefined) throw new InvalidMode(mode)
    const { files, counter, onChange } = this.#options
    const place = this.#place(path)
    this.#checkAccess(place, flags)
    const file = asWin32(() => files.open(place, flags))
    let handle: bigint
    try {
      handle = counter.next(true)
    } catch (error) {
      file.close()
      throw error
    }
    this.#handles.set(handle, { path, mode, file })
    onChange({ what: 'file-open', handle, path, mode })
    return handle
  }

  /** At the end of the file is who gets nothing: a short read is none. */
  read(handle: bigint, count: number): { bytes: Uint8Array; eof: boolean } {
    const { file } = this.#get(handle)
    if (!file.flags.read) throw new Win32Error('ERROR_ACCESS_DENIED')
    const parts: Uint8Array[] = []
    for (let rest = count; rest > 0; ) {
      const part = asWin32(() => file.read(rest))
      if (part.length === 0) break
      parts.push(part)
      rest -= part.length
    }
    const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : new Uint8Array(Buffer.concat(parts))
    return { bytes, eof: bytes.length === 0 }
  }

  /** All of it, or nothing. */
  write(handle: bigint, bytes: Uint8Array): { count: number; eof: boolean } {
    const { file } = this.#get(handle)
    if (!file.flags.write) throw new Win32Error('ERROR_ACCESS_DENIED')
    const fitting = file.fits(bytes.length)
    // Where nothing fits at all, the write itself says why.
    if (fitting > 0 && fitting < bytes.length) throw new Win32Error('ERROR_DISK_FULL')
    for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(asWin32(() => file.write(rest)))
    return { count: bytes.length, eof: false }
  }

  prepareWrite(handle: bigint): void {
    this.#get(handle)
  }

  seek(handle: bigint, offset: bigint, whence: Whence): { position: bigint; eof: boolean } {
    const { file } = this.#get(handle)
    try {
      return { position: file.seek(offset, whence), eof: false }
    } catch (error) {
      if (error instanceof Errno && error.code === 'EINVAL') throw new Win32Error('ERROR_NEGATIVE_SEEK')
      throw toWin32(error)
    }
  }

  flush(handle: bigint): void {
    if (!this.#get(handle).file.flags.write) throw new Win32Error('ERROR_ACCESS_DENIED')
  }

  close(handle: bigint): void {
    const { file, path } = this.#get(handle)
    asWin32(() => file.close())
    this.#handles.delete(handle)
    this.#options.onChange({ what: 'file-close', handle, path })
  }

  has(handle: bigint): boolean {
    return this.#handles.has(handle)
  }

  list(): { handle: bigint; path: string; mode: string }[] {
    return [...this.#handles].map(([handle, { path, mode }]) => ({ handle, path, mode }))
  }

  closeAll(): void {
    for (const handle of [...this.#handles.keys()]) this.close(handle)
  }

  /** Nothing is pending that could be lost. */
  dropAll(): void {
    this.closeAll()
  }

  snapshot(): WindowsHandlesSnapshot {
    const handles = [...this.#handles].map(([handle, { path, mode, file }]) => ({ handle, path, mode, file: file.id }))
    return { handles }
  }

  restore(snapshot: WindowsHandlesSnapshot): void {
    this.#handles.clear()
    for (const { handle, path, mode, file: id } of snapshot.handles) {
      const file = this.#options.files.opened(id)
      if (file !== undefined) this.#handles.set(handle, { path, mode, file })
    }
  }

  #get(handle: bigint): Handle {
    const entry = this.#handles.get(handle)
    if (entry === undefined) throw new UnknownHandle(handle)
    return entry
  }

  /** Where in the tree: of what is missing it matters whether it is the file or a folder on the way. */
  #place(path: string): string {
    const { files, paths } = this.#options
    const parsed = paths.parse(path)
    const place = paths.inTree(parsed, { has: at => files.exists(at), names: at => namesIn(files, at) })
    const parent = parentPath(place)
    const isInFolder = parsed.names.length === 0 || (files.exists(parent) && files.stat(parent).kind === 'directory')
    if (!isInFolder) throw new Win32Error('ERROR_PATH_NOT_FOUND', path)
    // A backslash at the end asks for a folder, and a folder can't be opened like that.
    const isFolder = files.exists(place) && files.stat(place).kind === 'directory'
    if (isFolder) throw new Win32Error('ERROR_ACCESS_DENIED', path)
    if (parsed.isDirectory) throw new Win32Error('ERROR_INVALID_NAME', path)
    return place
  }

  #checkAccess(place: string, flags: OpenFlags): void {
    const { files } = this.#options
    if (!files.exists(place)) return
    const { kind, mode, ino } = files.stat(place)
    const isShared = (file: OpenFile) => file.stat().ino !== ino || (!file.flags.write && !flags.write)
    if (kind === 'file' && ![...this.#handles.values()].every(({ file }) => isShared(file))) {
      throw new Win32Error('ERROR_SHARING_VIOLATION')
    }
    // The attribute "read-only".
    if (kind === 'file' && flags.write && (mode & 0o222) === 0) throw new Win32Error('ERROR_ACCESS_DENIED')
  }
}

/** None for what is no directory. */
export function namesIn(files: Files, place: string): readonly string[] {
  return files.exists(place) && files.stat(place).kind === 'directory' ? files.readdir(place) : []
}

const AS_WIN32: Partial<Record<ErrnoCode, Win32Name>> = {
  ENOENT: 'ERROR_FILE_NOT_FOUND',
  ENOTDIR: 'ERROR_PATH_NOT_FOUND',
  EACCES: 'ERROR_ACCESS_DENIED',
  EPERM: 'ERROR_ACCESS_DENIED',
  EISDIR: 'ERROR_ACCESS_DENIED',
  EROFS: 'ERROR_WRITE_PROTECT',
  ENOSPC: 'ERROR_DISK_FULL',
  EFBIG: 'ERROR_FILE_TOO_LARGE',
  EBADF: 'ERROR_INVALID_HANDLE',
  ENAMETOOLONG: 'ERROR_FILENAME_EXCED_RANGE',
}

/** What Windows says to an error of the tree. */
export function toWin32(error: unknown): unknown {
  return error instanceof Errno ? new Win32Error(AS_WIN32[error.code] ?? 'ERROR_INVALID_PARAMETER') : error
}

export function asWin32<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw toWin32(error)
  }
}
