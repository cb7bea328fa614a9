import type { FileConfig, MountConfig } from '../config.js'
import { Errno } from '../errno.js'
import { FileBytes } from './bytes.js'
import { type Credentials, EXECUTE, permits, ROOT, WRITE } from './credentials.js'
import { FillReader, type RandomBytes } from './fill.js'
import { Inode, type InodeKind, type InodeMeta } from './inode.js'
import { type Mount, Mounts } from './mounts.js'
import { isWithin, parentPath } from './names.js'
import type { PathStyle, TreeView } from './path-style.js'
import { Pipe } from './pipe.js'
import { Store } from './store.js'
import { SyntheticEntry, type SyntheticTree } from './synthetic.js'
import type { Transfer } from './transfer.js'
import { unpack } from './unpack.js'
import { type Last, type Node, type Place, walk } from './walk.js'

export interface FilesOptions {
  /** The guest's system time, nanoseconds since the epoch. */
  readonly now: () => bigint
  /** Seeded bytes for `fill: random`: the same label and size must always give the same bytes. */
  readonly random: RandomBytes
  /** The files to unpack. Called once, at the first touch of the tree: creating a guest costs nothing. */
  readonly image: () => Iterable<FileConfig>
  /** For read-only mounts, space and the mount points; a guest without a root here has an endless one. */
  readonly mounts: readonly MountConfig[]
  /** Directories whose content is computed, by their canonical path: '/proc', '/sys', '/dev'. */
  readonly trees: ReadonlyMap<string, SyntheticTree>
  readonly umask: number
  /** Called before anything on that file system is changed: what it throws is thrown by who wanted to. */
  readonly beforeChange?: (mount: MountConfig) => void
  /** How paths are spelt; absent: as POSIX does. */
  readonly style?: PathStyle
  /** Told of every read and write of a plain file. */
  readonly onTransfer?: (transfer: Transfer) => void
  /** Told the number of a file that nobody can reach any more. */
  readonly onForget?: (ino: number) => void
}

/** The first number of a file; the root's is 2, as on ext4. */
const FIRST_INO = 12

/** What the tree is made of: names, inodes, mounts, the synthetic trees above them, and the rules for changing names. */
export class FileTree {
  readonly options: FilesOptions
  readonly mounts: Mounts
  readonly fills: FillReader
  /** Time of creation: that of everything unpacked and of the synthetic trees. */
  readonly born: bigint
  readonly #view: TreeView = {
    has: path => this.lookup(path) !== undefined,
    names: path => this.names(path),
  }
  nextIno = FIRST_INO
  #store: Store | undefined
  #unpacking = false

  constructor(options: FilesOptions) {
    this.options = options
    this.mounts = new Mounts(options.mounts)
    this.fills = new FillReader(options.random)
    this.born = options.now()
  }

  get now(): bigint {
    return this.#unpacking ? this.born : this.options.now()
  }

  get unpacked(): boolean {
    return this.#store !== undefined
  }

  get store(): Store {
    if (!this.#store) {
      this.#unpacking = true
      this.#store = new Store(this.makeInode({ ...this.newMeta('directory', 0o755, ROOT), ino: 2 }, '/'))
      unpack(this, this.options.image())
      this.#unpacking = false
    }
    return this.#store
  }

  /** Begins anew with what a snapshot holds, or (without a root) as if nothing had been touched. */
  reset(root: Inode | undefined, nextIno: number): void {
    this.#store = root && new Store(root)
    this.nextIno = nextIno
  }

  lookup(path: string): Node | undefined {
    return this.store.lookup(path) ?? this.#synthetic(path)
  }

  /** A path as it came in, as the tree has it. Throws Errno for one that can't be. */
  spelt(path: string): string {
    return this.options.style?.toTree(path, this.#view) ?? path
  }

  /** The other way round. */
  shown(path: string): string {
    return this.options.style?.fromTree(path) ?? path
  }

  walk(path: string, end: Last, cred: Credentials): Place {
    return walk(path, end, cred, at => this.lookup(at))
  }

  /** As `walk`, but something must be there. */
  find(path: string, end: Last, cred: Credentials): Place & { node: Node } {
    const place = this.walk(path, end, cred)
    if (!place.node) throw new Errno('ENOENT', path)
    return { ...place, node: place.node }
  }

  /** "proc", "sysfs", "devtmpfs" (or "tmpfs" for another one) if a synthetic tree answers for the path. */
  syntheticType(path: string): string | undefined {
    const prefix = this.#treeOf(path)
    if (prefix === undefined || this.mounts.of(path).config.path.length > prefix.length) return undefined
    return { '/proc': 'proc', '/sys': 'sysfs', '/dev': 'devtmpfs' }[prefix] ?? 'tmpfs'
  }

  /** Names in a directory: those of the tree and those computed. */
  names(path: string): string[] {
    const entry = this.#synthetic(path)
    const computed = entry?.node.kind === 'directory' ? entry.node.entries() : []
    return [...new Set([...this.store.list(path), ...computed])].sort()
  }

  newMeta(kind: InodeKind, mode: number, cred: Credentials): InodeMeta {
    const { now } = this
    const times = { atime: now, mtime: now, ctime: now }
    const nlink = kind === 'directory' ? 2 : 1
    const ino = this.nextIno
    this.nextIno += 1
    return { ino, kind, mode: mode & 0o7777, uid: cred.uid, gid: cred.gid, nlink, ...times }
  }

  makeInode(meta: InodeMeta, where: string | Mount): Inode {
    const inode = new Inode(meta, typeof where === 'string' ? this.mounts.of(where) : where)
    if (inode.kind === 'fifo') inode.pipe = new Pipe()
    return inode
  }

  /**
   * Creates what `place` names; `mode` is final. Errors: EEXIST, EROFS, EACCES, and what procfs and sysfs answer when
   * someone wants to create in them.
   */
  create(place: Place, kind: InodeKind, mode: number, cred: Credentials, target?: string): Inode {
    if (place.node) throw new Errno('EEXIST', place.path)
    const parent = this.changing(place.path, cred, kind === 'directory' ? 'EPERM' : 'EACCES')
    const meta = this.newMeta(kind, mode, cred)
    const inherited = (parent.mode & 0o2000) !== 0 && { gid: parent.gid, mode: inheritedMode(kind, meta.mode) }
    const inode = this.makeInode({ ...meta, ...inherited, ...(target !== undefined && { target }) }, place.path)
    this.attach(place.path, inode, parent)
    return inode
  }

  /** Gives an inode a first name. */
  attach(path: string, inode: Inode, parent: Inode): void {
    if (inode.kind === 'file' && !inode.bytes) inode.bytes = new FileBytes(this.store, this.fills)
    this.store.add(path, inode)
    if (inode.kind === 'directory') parent.nlink += 1
    parent.touch(this.now)
  }

  /**
   * The directory of a name that is about to appear or go. Errors: EROFS, EACCES, and for a synthetic tree ENOENT (procfs)
   * or `refusal`. Files may be created in devtmpfs.
   */
  changing(path: string, cred: Credentials, refusal: 'EPERM' | 'EACCES' = 'EPERM'): Inode {
    const directory = parentPath(path)
    const type = this.syntheticType(directory)
    if (type === 'proc') throw new Errno('ENOENT', path)
    if (type !== undefined && type !== 'devtmpfs') throw new Errno(refusal, path)
    const node = this.lookup(directory)
    if (!node) throw new Errno('ENOENT', path)
    const mount = this.mounts.of(directory)
    if (mount.readOnly) throw new Errno('EROFS', path)
    this.beforeChange(mount)
    if (!permits(node, WRITE | EXECUTE, cred)) throw new Errno('EACCES', path)
    return node instanceof Inode ? node : this.#materialise(directory, node)
  }

  /** The inode of something that is about to change. Errors: EPERM for what is computed, EROFS. */
  changeable(place: Place & { node: Node }): Inode {
    if (!(place.node instanceof Inode)) throw new Errno('EPERM', place.path)
    if (place.node.mount.readOnly) throw new Errno('EROFS', place.path)
    this.beforeChange(place.node.mount)
    return place.node
  }

  /** To be called before anything of a file system is changed. */
  beforeChange({ config }: Mount): void {
    if (!this.#unpacking) this.options.beforeChange?.(config)
  }

  /** Takes a name away. */
  detach(path: string, inode: Inode, parent: Inode): void {
    this.store.remove(path, inode)
    inode.nlink = inode.kind === 'directory' ? 0 : inode.nlink - 1
    inode.ctime = this.now
    if (inode.kind === 'directory') parent.nlink -= 1
    parent.touch(this.now)
    this.forget(inode)
  }

  /** Gives the space back of a file that nobody can reach any more. */
  forget(inode: Inode): void {
    if (inode.nlink > 0 || inode.opens > 0) return
    inode.mount.allocated -= inode.bytes?.allocated ?? 0n
    this.options.onForget?.(inode.ino)
  }

  #treeOf(path: string): string | undefined {
    let best: string | undefined
    for (const prefix of this.options.trees.keys()) {
      if (isWithin(path, prefix) && prefix.length > (best?.length ?? -1)) best = prefix
    }
    return best
  }

  #synthetic(path: string): SyntheticEntry | undefined {
    const prefix = this.#treeOf(path)
    if (prefix === undefined) return undefined
    const node = this.options.trees.get(prefix)?.lookup(path.slice(prefix.length + 1))
    return node && new SyntheticEntry(node, path)
  }

  /** A directory of devtmpfs becomes one of the tree, so that files can be created in it; what is computed stays visible. */
  #materialise(path: string, entry: SyntheticEntry): Inode {
    const above = parentPath(path)
    const node = this.lookup(above)
    const parent = node instanceof SyntheticEntry ? this.#materialise(above, node) : node
    if (!parent) throw new Errno('ENOENT', path)
    const inode = this.makeInode(this.newMeta('directory', entry.mode, ROOT), path)
    this.attach(path, inode, parent)
    return inode
  }
}

/** In a directory with the set-group-ID bit, directories get it too. */
function inheritedMode(kind: InodeKind, mode: number): number {
  return kind === 'directory' ? mode | 0o2000 : mode
}
