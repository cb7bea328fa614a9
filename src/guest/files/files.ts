import { Errno } from '../errno.js'
import { changeMode, changeOwner, changeTimes } from './attributes.js'
import { linkFile, removeDirectory, renameFile, unlinkFile } from './changing.js'
import { type Credentials, EXECUTE, permits, READ, ROOT, WRITE } from './credentials.js'
import { type FilesOptions, FileTree } from './file-tree.js'
import { Inode } from './inode.js'
import { joinPath, shownName } from './names.js'
import type { OpenFile, OpenFlags } from './open-file.js'
import { type OpenedFifo, OpenFiles } from './opening.js'
import { type FilesSnapshot, restoreSnapshot, takeSnapshot } from './snapshot.js'
import { type FileStat, statInode, statSynthetic } from './stat.js'
import type { Node, Place } from './walk.js'

export type { FilesOptions } from './file-tree.js'
export type { FilesSnapshot, OpenFile, OpenFlags }

/** What access(2) is asked for: letters of "rwx" in that order, or nothing to ask whether the file is there. */
export type Access = '' | 'r' | 'w' | 'x' | 'rw' | 'rx' | 'wx' | 'rwx'

/** Pipes that one process has open, by the paths of its descriptors: undefined for any other path. */
export interface NamedPipes {
  stat(path: string): FileStat | undefined
  open(path: string, flags: OpenFlags): OpenFile | undefined
}

/**
 * The guest's file system: as a program of Linux sees it, with the errors of Linux (thrown as Errno). Paths are strings,
 * relative ones start at the root; see names.ts for bytes that are not UTF-8. Elsewhere they may be spelt as the system
 * does it (path-style.ts). The last argument says who asks.
 *
 * Content is computed below /proc, /sys and /dev. Names there can neither be changed nor removed, except that files may
 * be created in /dev, and that a file of the image hides what would be computed. Directories take no space, and
 * neither do names.
 */
export class Files {
  #pipes: NamedPipes | undefined
  readonly #tree: FileTree
  readonly #open: OpenFiles

  constructor(options: FilesOptions) {
    this.#tree = new FileTree(options)
    this.#open = new OpenFiles(this.#tree)
  }

  /**
   * open(2) with O_NONBLOCK, unless it is asked to block. A file that is created gets `mode` (0666 if absent) less the umask. Errors: those of the
   * walk (ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG), EEXIST, EISDIR, EROFS, and ENXIO for a fifo without a reader.
   */
  open(path: string, flags: OpenFlags, mode = 0o666, cred: Credentials = ROOT): OpenFile {
    return this.#pipes?.open(path, flags) ?? this.#open.open(this.#tree.spelt(path), flags, mode, cred)
  }

  /**
   * Does what opens fifos as if without O_NONBLOCK: `onFifo` says what is opened instead (undefined: the fifo), or throws. What
   * was opened by then is closed when it throws. `pipes`: paths of descriptors of whoever acts.
   */
  withFifos<T>(onFifo: (fifo: OpenedFifo) => OpenFile | undefined, action: () => T, pipes?: NamedPipes): T {
    const before = this.#open.onFifo
    const pipesBefore = this.#pipes
    this.#pipes = pipes
    const { next } = this.#open
    this.#open.onFifo = onFifo
    try {
      return action()
    } catch (error) {
      this.#open.closeFrom(next)
      throw error
    } finally {
      this.#open.onFifo = before
      this.#pipes = pipesBefore
    }
  }

  /** The open file of that number, after a restore for instance. */
  opened(id: number): OpenFile | undefined {
    return this.#open.get(id)
  }

  /** Whether somebody has the file open for writing, so that it can't be executed. */
  isBeingWritten(path: string): boolean {
    const { node } = this.#tree.walk(this.#tree.spelt(path), 'follow', ROOT)
    return node instanceof Inode && this.#open.isBeingWritten(node)
  }

  readFile(path: string): Uint8Array
  readFile(path: string, encoding: 'utf8'): string
  readFile(path: string, encoding?: 'utf8'): Uint8Array | string {
    const file = this.open(path, { read: true, write: false })
    const parts: Uint8Array[] = []
    try {
      for (let part = file.read(65536); part.length > 0; part = file.read(65536)) parts.push(part)
    } finally {
      file.close()
    }
    const bytes = new Uint8Array(Buffer.concat(parts))
    return encoding ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : bytes
  }

  /** Writes a whole file, or to its end with `append`; creates it with `mode` (0666 if absent) less the umask. */
  writeFile(path: string, data: string | Uint8Array, options: { mode?: number; append?: boolean } = {}): void {
    const { append = false } = options
    const file = this.open(path, { read: false, write: true, create: true, append, truncate: !append }, options.mode)
    try {
      let bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
      while (bytes.length > 0) bytes = bytes.subarray(file.write(bytes))
    } finally {
      file.close()
    }
  }

  /** Whether a path leads to something, links followed. */
  exists(path: string, cred: Credentials = ROOT): boolean {
    try {
      if (this.#pipes?.stat(path) !== undefined) return true
      return this.#tree.walk(this.#tree.spelt(path), 'follow', cred).node !== undefined
    } catch (error) {
      if (error instanceof Errno) return false
      throw error
    }
  }

  stat(path: string, cred: Credentials = ROOT): FileStat {
    return this.#pipes?.stat(path) ?? this.#stat(this.#find(path, 'follow', cred))
  }

  lstat(path: string, cred: Credentials = ROOT): FileStat {
    return this.#stat(this.#find(path, 'link', cred))
  }

  /** Names in a directory, sorted by UTF-16 units, without "." and "..". */
  readdir(path: string, cred: Credentials = ROOT): string[] {
    const place = this.#find(path, 'follow', cred)
    if (place.node.kind !== 'directory') throw new Errno('ENOTDIR', path)
    if (!permits(place.node, READ, cred)) throw new Errno('EACCES', path)
    return this.#tree.names(place.path).map(shownName)
  }

  /** The target of a symbolic link. EINVAL for anything else. */
  readlink(path: string, cred: Credentials = ROOT): string {
    const { node } = this.#find(path, 'link', cred)
    if (node.kind !== 'symlink') throw new Errno('EINVAL', path)
    return node.target
  }

  /** The absolute path without links, dots and double slashes, as the system spells it. */
  realpath(path: string, cred: Credentials = ROOT): string {
    return this.#tree.shown(shownName(this.#find(path, 'follow', cred).path))
  }

  /** Creates a directory with `mode` (0777 if absent) less the umask; `recursive` as mkdir -p does. */
  mkdir(given: string, options: { recursive?: boolean; mode?: number } = {}, cred: Credentials = ROOT): void {
    const path = this.#tree.spelt(given)
    const mode = (options.mode ?? 0o777) & ~this.#tree.options.umask & 0o1777
    if (!options.recursive) {
      this.#tree.create(this.#tree.walk(path, 'name', cred), 'directory', mode, cred)
      return
    }
    let at = path.startsWith('/') ? '/' : ''
    for (const name of path.split('/').filter(part => part !== '')) {
      at += `${name}/`
      const place = this.#tree.walk(at, 'follow', cred)
      if (!place.node) this.#tree.create(place, 'directory', mode, cred)
    }
  }

  rmdir(path: string, cred: Credentials = ROOT): void {
    removeDirectory(this.#tree, this.#tree.spelt(path), cred)
  }

  unlink(path: string, cred: Credentials = ROOT): void {
    unlinkFile(this.#tree, this.#tree.spelt(path), cred)
  }

  /** As rm(1): `force` forgives what is not there, `recursive` takes directories with all that is in them. */
  rm(path: string, options: { recursive?: boolean; force?: boolean } = {}, cred: Credentials = ROOT): void {
    if (options.force && !this.#tree.walk(this.#tree.spelt(path), 'name', cred).node) return
    const { kind } = this.lstat(path, cred)
    if (kind !== 'directory') {
      this.unlink(path, cred)
      return
    }
    if (!options.recursive) throw new Errno('EISDIR', path)
    for (const name of this.readdir(path, cred)) this.rm(joinPath(path, name), { recursive: true }, cred)
    this.rmdir(path, cred)
  }

  rename(from: string, to: string, cred: Credentials = ROOT): void {
    renameFile(this.#tree, this.#tree.spelt(from), this.#tree.spelt(to), cred)
  }

  /** A hard link. */
  link(existing: string, path: string, cred: Credentials = ROOT): void {
    linkFile(this.#tree, this.#tree.spelt(existing), this.#tree.spelt(path), cred)
  }

  symlink(target: string, path: string, cred: Credentials = ROOT): void {
    if (target === '') throw new Errno('ENOENT', path)
    const place = this.#tree.walk(this.#tree.spelt(path), 'name', cred)
    if (!place.node && place.slash) throw new Errno('ENOENT', path)
    this.#tree.create(place, 'symlink', 0o777, cred, target)
  }

  mkfifo(path: string, mode = 0o666, cred: Credentials = ROOT): void {
    const place = this.#tree.walk(this.#tree.spelt(path), 'name', cred)
    if (!place.node && place.slash) throw new Errno('ENOENT', path)
    this.#tree.create(place, 'fifo', mode & ~this.#tree.options.umask, cred)
  }

  chmod(path: string, mode: number, cred: Credentials = ROOT): void {
    changeMode(this.#tree, this.#tree.spelt(path), mode, cred)
  }

  chown(path: string, uid: number, gid: number, cred: Credentials = ROOT): void {
    changeOwner(this.#tree, this.#tree.spelt(path), uid, gid, cred)
  }

  /** Sets access and modification time, nanoseconds since the epoch. */
  utimes(path: string, atime: bigint, mtime: bigint, cred: Credentials = ROOT): void {
    changeTimes(this.#tree, this.#tree.spelt(path), atime, mtime, cred)
  }

  truncate(path: string, size: bigint, cred: Credentials = ROOT): void {
    const { kind } = this.stat(path, cred)
    if (size < 0n || (kind !== 'file' && kind !== 'directory')) throw new Errno('EINVAL', path)
    const file = this.open(path, { read: false, write: true }, 0, cred)
    try {
      file.truncate(size)
    } finally {
      file.close()
    }
  }

  /** access(2) for the given user. Errors: those of the walk, EACCES, EROFS. */
  access(path: string, want: Access, cred: Credentials = ROOT): void {
    const { node } = this.#find(path, 'follow', cred)
    const bits = { r: READ, w: WRITE, x: EXECUTE }
    const wanted = [...want].reduce((sum, letter) => sum + bits[letter as 'r' | 'w' | 'x'], 0)
    const onDisk = node instanceof Inode && node.kind !== 'fifo'
    if ((wanted & WRITE) !== 0 && onDisk && node.mount.readOnly) throw new Errno('EROFS', path)
    if (!permits(node, wanted, cred)) throw new Errno('EACCES', path)
  }

  /** The file system that holds a path: its type, capacity and free space in bytes. */
  statfs(path: string, cred: Credentials = ROOT): { type: string; size: bigint; free: bigint } {
    const { config, free } = this.#tree.mounts.of(this.#find(path, 'follow', cred).path)
    return { type: config.type, size: config.size, free: config.size === 0n ? 0n : free }
  }

  /** Everything, open files included, as plain data. */
  snapshot(): FilesSnapshot {
    return takeSnapshot(this.#tree, this.#open)
  }

  /** Back to what a snapshot holds. Open files of before answer EBADF; `opened(id)` gives those of the snapshot. */
  restore(snapshot: FilesSnapshot): void {
    restoreSnapshot(this.#tree, this.#open, snapshot)
  }

  #find(path: string, end: 'follow' | 'link', cred: Credentials): Place & { node: Node } {
    return this.#tree.find(this.#tree.spelt(path), end, cred)
  }

  #stat({ node, path }: Place & { node: Node }): FileStat {
    if (node instanceof Inode) return statInode(node)
    return statSynthetic(node, this.#tree.born, this.#tree.syntheticType(path) ?? '')
  }
}
