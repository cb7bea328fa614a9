import { Volume } from 'memfs'
import type { Inode } from './inode.js'
import { joinPath, lastName, parentPath } from './names.js'

/** memfs asks its process for ids and the current directory: never the host's. */
const NOBODY = {
  getuid: () => 0,
  getgid: () => 0,
  cwd: () => '/',
  platform: 'linux',
  emitWarning: () => {},
  env: {},
}

/**
 * The names of the tree, and the bytes of its ordinary files, in memfs. Paths are canonical and the rules have been
 * checked: nothing here fails. memfs gets a file, with the directories above it, when somebody opens it, which for most of
 * an image nobody does. It sees only directories and plain files that everyone may touch; what a file really is (a
 * symbolic link, a fifo, whose, how old) stands in our own Inode, so memfs never follows a link or checks a host's uid.
 */
export class Store {
  readonly #volume = Volume.fromJSON({}, '/', { process: NOBODY })
  readonly #inodes = new Map<string, Inode>()
  readonly #names = new Map<string, Set<string>>()

  constructor(root: Inode) {
    this.#inodes.set('/', root)
  }

  lookup(path: string): Inode | undefined {
    return this.#inodes.get(path)
  }

  /** Names in a directory, in order of their UTF-16 units; empty if there is no such directory. */
  list(path: string): string[] {
    return [...(this.#names.get(path) ?? [])].sort()
  }

  add(path: string, inode: Inode): void {
    this.#inodes.set(path, inode)
    const directory = parentPath(path)
    const names = this.#names.get(directory)
    if (names) names.add(lastName(path))
    else this.#names.set(directory, new Set([lastName(path)]))
  }

  link(existing: string, path: string): void {
    const inode = this.lookup(existing)
    if (!inode) return
    this.add(path, inode)
    if (inode.kind !== 'file') return
    // In memfs as well, since both names have to lead to the same bytes, whichever is opened first.
    this.closeBytes(this.openBytes(existing))
    this.#makeWay(path)
    this.#volume.linkSync(existing, path)
  }

  remove(path: string, inode: Inode): void {
    this.#forget(path)
    if (!this.#volume.existsSync(path)) return
    if (inode.kind === 'directory') this.#volume.rmdirSync(path)
    else this.#volume.unlinkSync(path)
  }

  /** Renames; nothing is at the new path. */
  move(from: string, to: string): void {
    const moved = [...this.walk(from)]
    for (const [path] of moved) this.#forget(path)
    for (const [path, inode] of moved) this.add(`${to}${path.slice(from.length)}`, inode)
    if (!this.#volume.existsSync(from)) return
    this.#makeWay(to)
    this.#volume.renameSync(from, to)
  }

  /** A descriptor of memfs for the bytes of a plain file; it outlives the names. */
  openBytes(path: string): number {
    this.#makeWay(path)
    return this.#volume.openSync(path, this.#volume.existsSync(path) ? 'r+' : 'wx+')
  }

  closeBytes(fd: number): void {
    this.#volume.closeSync(fd)
  }

  readBytes(fd: number, offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, this.#volume.readSync(fd, bytes, 0, length, offset))
  }

  writeBytes(fd: number, offset: number, bytes: Uint8Array): void {
    // memfs stores a chunk as long as asked, but through Buffer.copy: a plain Uint8Array has none.
    if (bytes.length > 0)
      this.#volume.writeSync(fd, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, offset)
  }

  truncateBytes(fd: number, size: number): void {
    this.#volume.ftruncateSync(fd, size)
  }

  /** Every path with its inode, directories before what they hold, the root first. */
  *walk(path = '/'): Generator<[path: string, inode: Inode]> {
    const inode = this.lookup(path)
    if (!inode) return
    yield [path, inode]
    if (inode.kind === 'directory') for (const name of this.list(path)) yield* this.walk(joinPath(path, name))
  }

  #forget(path: string): void {
    this.#inodes.delete(path)
    this.#names.delete(path)
    this.#names.get(parentPath(path))?.delete(lastName(path))
  }

  /** memfs gets the directory that a name is about to appear in. */
  #makeWay(path: string): void {
    const directory = parentPath(path)
    if (!this.#volume.existsSync(directory)) this.#volume.mkdirSync(directory, { recursive: true })
  }
}
