import { Volume } from 'memfs'
import type { Inode } from './inode.js'
import { joinPath } from './names.js'

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
 * The names of the tree and the bytes of its ordinary files, in memfs. Paths are canonical and the rules have been
 * checked: nothing here fails. memfs sees only directories and plain files that everyone may touch; what a file really is
 * (a symbolic link, a fifo, whose, how old) stands in our own Inode, so memfs never follows a link or checks a host's uid.
 */
export class Store {
  readonly #volume = Volume.fromJSON({}, '/', { process: NOBODY })
  readonly #inodes = new Map<number, Inode>()
  /** Names that were looked up: memfs makes a whole Stats of every component of every path. */
  readonly #known = new Map<string, Inode>()

  constructor(root: Inode) {
    this.#remember('/', root)
  }

  lookup(path: string): Inode | undefined {
    const known = this.#known.get(path)
    // existsSync first: lstatSync makes an Error of what is missing, even when told not to throw it.
    if (known || !this.#volume.existsSync(path)) return known
    const inode = this.#inodes.get(this.#ino(path))
    if (inode) this.#known.set(path, inode)
    return inode
  }

  /** Names in a directory, in order of their UTF-16 units; empty if there is no such directory. */
  list(path: string): string[] {
    return this.lookup(path)?.kind === 'directory' ? (this.#volume.readdirSync(path) as string[]) : []
  }

  add(path: string, inode: Inode): void {
    if (inode.kind === 'directory') this.#volume.mkdirSync(path, { mode: 0o777 })
    else this.#volume.closeSync(this.#volume.openSync(path, 'wx', 0o666))
    this.#remember(path, inode)
  }

  link(existing: string, path: string): void {
    this.#volume.linkSync(existing, path)
  }

  remove(path: string, inode: Inode): void {
    this.#known.delete(path)
    const ino = this.#ino(path)
    if (inode.kind === 'directory') this.#volume.rmdirSync(path)
    else this.#volume.unlinkSync(path)
    // memfs gives the number of a file without names to the next one, even while the old one is open.
    if (inode.kind === 'directory' || inode.nlink === 1) this.#inodes.delete(ino)
  }

  /** Renames; nothing is at the new path. */
  move(from: string, to: string): void {
    // What is below a directory moves with it.
    this.#known.clear()
    this.#volume.renameSync(from, to)
  }

  /** A descriptor of memfs for the bytes of a plain file; it outlives the names. */
  openBytes(path: string): number {
    return this.#volume.openSync(path, 'r+')
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

  #remember(path: string, inode: Inode): void {
    this.#known.set(path, inode)
    this.#inodes.set(this.#ino(path), inode)
  }

  #ino(path: string): number {
    return Number(this.#volume.lstatSync(path).ino)
  }
}
