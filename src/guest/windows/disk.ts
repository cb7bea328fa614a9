/** What programs of Windows do with files: functions of kernel32. Paths are full ones; all throw Win32Error. */

import type { OpenFile } from '../files/open-file.js'
import type { FileStat } from '../files/stat.js'
import type { Guest } from '../guest.js'
import { folderOf, nameOf } from './full-path.js'
import { asWin32, namesIn } from './handles.js'
import { folded, isSameName } from './names.js'
import type { WindowsPaths } from './paths.js'
import { pathsOf } from './volumes.js'
import { Win32Error } from './win32-error.js'

export interface Entry {
  /** As it is spelt on the disk. */
  readonly path: string
  readonly isFolder: boolean
  readonly isReadOnly: boolean
  /** Bytes. */
  readonly size: bigint
  /** Of the last change, nanoseconds since the epoch. */
  readonly time: bigint
}

export class Disk {
  readonly #guest: Guest
  readonly #paths: WindowsPaths

  constructor(guest: Guest) {
    this.#guest = guest
    this.#paths = pathsOf(guest.config)
  }

  /** Undefined for what isn't there, and for what could be nowhere. */
  find(path: string): Entry | undefined {
    try {
      return this.get(path)
    } catch (error) {
      if (error instanceof Win32Error) return undefined
      throw error
    }
  }

  isFolder(path: string): boolean {
    return this.find(path)?.isFolder ?? false
  }

  isFile(path: string): boolean {
    return this.find(path)?.isFolder === false
  }

  /** ERROR_FILE_NOT_FOUND, and ERROR_PATH_NOT_FOUND where the folder is missing already. */
  get(path: string): Entry {
    const { files } = this.#guest
    const place = this.#place(path)
    if (!files.exists(place)) throw this.#missing(path)
    return entryOf(files.realpath(place), files.stat(place))
  }

  /** What is in a folder, in the order of NTFS. */
  list(folder: string): readonly Entry[] {
    if (!this.get(folder).isFolder) throw new Win32Error('ERROR_DIRECTORY', folder)
    const above = folder.replace(/\\$/, '')
    const names = asWin32(() => this.#guest.files.readdir(this.#place(folder)))
    return names
      .map(name => this.get(`${above}\\${name}`))
      .sort((a, b) => (folded(nameOf(a.path)) < folded(nameOf(b.path)) ? -1 : 1))
  }

  /** FindFirstFile: what fits a name with `*` and `?` in it, or the one entry of a plain name; none where nothing does. */
  match(path: string): readonly Entry[] {
    const pattern = nameOf(path)
    if (!/[*?]/.test(pattern)) {
      const entry = this.find(path)
      return entry === undefined ? [] : [entry]
    }
    if (!this.isFolder(folderOf(path))) return []
    const expression = namePattern(pattern)
    return this.list(folderOf(path)).filter(entry => expression.test(nameOf(entry.path)))
  }

  read(path: string): Uint8Array {
    this.#checkFile(path)
    this.#checkShared(path, 'read')
    return asWin32(() => this.#guest.files.readFile(this.#place(path)))
  }

  /** For a program that writes piece by piece. */
  open(path: string, how: 'read' | 'write' | 'append'): OpenFile {
    if (how === 'read') this.#checkFile(path)
    else this.#checkWritable(path)
    this.#checkShared(path, how === 'read' ? 'read' : 'write')
    const write = { read: false, write: true, create: true }
    const flags = { read: { read: true, write: false }, write: { ...write, truncate: true }, append: write }[how]
    const file = asWin32(() => this.#guest.files.open(this.#place(path), flags))
    if (how === 'append' && file.stat().kind === 'file') file.seek(0n, 'end')
    return file
  }

  write(path: string, bytes: Uint8Array): void {
    const file = this.open(path, 'write')
    try {
      for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(asWin32(() => file.write(rest)))
    } finally {
      file.close()
    }
  }

  /** With the folders above it. ERROR_ALREADY_EXISTS. */
  makeFolder(path: string): void {
    this.#paths.parse(path)
    if (this.find(path) !== undefined) throw new Win32Error('ERROR_ALREADY_EXISTS', path)
    asWin32(() => this.#guest.files.mkdir(this.#place(path), { recursive: true }))
  }

  /** ERROR_DIR_NOT_EMPTY unless `whole`. */
  removeFolder(path: string, { whole = false } = {}): void {
    if (!this.get(path).isFolder) throw new Win32Error('ERROR_DIRECTORY', path)
    const entries = this.list(path)
    if (entries.length > 0 && !whole) throw new Win32Error('ERROR_DIR_NOT_EMPTY', path)
    for (const entry of entries) {
      if (entry.isFolder) this.removeFolder(entry.path, { whole })
      else this.remove(entry.path)
    }
    asWin32(() => this.#guest.files.rmdir(this.#place(path)))
  }

  remove(path: string): void {
    const { isFolder, isReadOnly } = this.get(path)
    if (isFolder || isReadOnly) throw new Win32Error('ERROR_ACCESS_DENIED', path)
    this.#checkShared(path, 'write')
    asWin32(() => this.#guest.files.unlink(this.#place(path)))
  }

  /** MoveFileEx: a file may take the place of another. ERROR_NOT_SAME_DEVICE for a folder that would leave its volume. */
  move(from: string, to: string): void {
    const { isFolder } = this.get(from)
    if (!isFolder) this.#checkShared(from, 'write')
    this.#checkWritable(to)
    if (from.slice(0, 2).toUpperCase() === to.slice(0, 2).toUpperCase()) {
      asWin32(() => this.#guest.files.rename(this.#place(from), this.#place(to)))
      return
    }
    if (isFolder) throw new Win32Error('ERROR_NOT_SAME_DEVICE', to)
    this.write(to, this.read(from))
    this.remove(from)
  }

  #checkFile(path: string): void {
    if (this.get(path).isFolder) throw new Win32Error('ERROR_ACCESS_DENIED', path)
  }

  #checkWritable(path: string): void {
    this.#paths.parse(path)
    const there = this.find(path)
    if (there === undefined && !this.isFolder(folderOf(path))) throw new Win32Error('ERROR_PATH_NOT_FOUND', path)
    if (there?.isFolder || there?.isReadOnly) throw new Win32Error('ERROR_ACCESS_DENIED', path)
  }

  /** What the agent has open others may only read, and nobody reads what is being written. */
  #checkShared(path: string, how: 'read' | 'write'): void {
    const { files, handles } = this.#guest
    const place = this.#place(path)
    if (!files.exists(place) || files.stat(place).kind !== 'file') return
    const isOpen = handles.list().some(it => isSameName(this.find(it.path)?.path ?? '', files.realpath(place)))
    if (files.isBeingWritten(place) || (how === 'write' && isOpen)) {
      throw new Win32Error('ERROR_SHARING_VIOLATION', path)
    }
  }

  /** In the tree of the guest. */
  #place(path: string): string {
    const { files } = this.#guest
    return this.#paths.inTree(this.#paths.parse(path), {
      has: at => files.exists(at),
      names: at => namesIn(files, at),
    })
  }

  #missing(path: string): Win32Error {
    const isLastMissing = nameOf(path) !== '' && this.isFolder(folderOf(path))
    return new Win32Error(isLastMissing ? 'ERROR_FILE_NOT_FOUND' : 'ERROR_PATH_NOT_FOUND', path)
  }
}

function entryOf(path: string, { kind, mode, size, mtime }: FileStat): Entry {
  const isFolder = kind === 'directory'
  const isReadOnly = kind === 'file' && (mode & 0o222) === 0
  return { path, isFolder, isReadOnly, size: isFolder ? 0n : size, time: mtime }
}

/** `*.*` is everything, with or without a dot; `?` may be nothing at the end of a part. */
export function namePattern(pattern: string): RegExp {
  if (pattern === '*.*') return /^/
  const source = pattern.replace(/\*|(\?+)(?=\.|$)|\?|[.+^$(){}|[\]\\]/g, (part, atEnd?: string) => {
    if (atEnd !== undefined) return `.{0,${atEnd.length}}`
    if (part === '*') return '.*'
    return part === '?' ? '.' : `\\${part}`
  })
  return new RegExp(`^${source}$`, 'is')
}
