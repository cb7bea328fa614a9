import { Errno } from '../errno.js'
import { type Credentials, permits, READ, WRITE } from './credentials.js'
import type { FileTree } from './file-tree.js'
import { Inode } from './inode.js'
import type { Mount } from './mounts.js'
import type { OpenFile, OpenFileSnapshot, OpenFlags } from './open-file.js'
import { OpenInode } from './open-inode.js'
import { OpenSynthetic } from './open-synthetic.js'
import { SyntheticEntry } from './synthetic.js'
import type { Transfer } from './transfer.js'
import type { Last, Node, Place } from './walk.js'

/** A path whose last component is a name, and not ".", ".." or nothing, with a slash behind it. */
const NAME_AND_SLASH = /(?:^|\/)(?!\.{1,2}\/)[^/]+\/+$/

export interface OpenedFifo {
  readonly inode: Inode
  readonly path: string
  readonly flags: OpenFlags
}

/** The open files of the guest, and how they come about. */
export class OpenFiles {
  readonly #tree: FileTree
  /** Who opens a fifo without O_NONBLOCK but can't wait in the midst of it: what it gets instead; undefined: what is there. */
  onFifo: ((fifo: OpenedFifo) => OpenFile | undefined) | undefined
  readonly #open = new Map<number, OpenInode | OpenSynthetic>()
  #next = 1

  constructor(tree: FileTree) {
    this.#tree = tree
  }

  /** As open(2) with O_NONBLOCK: see Files.open. */
  open(path: string, flags: OpenFlags, mode: number, cred: Credentials): OpenFile {
    const tree = this.#tree
    if (flags.create && NAME_AND_SLASH.test(path)) {
      // open_last_lookups(): what ends in a slash cannot be created, whether it is there or not
      tree.find(path.replace(/[^/]*\/+$/, '') || '/', 'follow', cred)
      throw new Errno('EISDIR', path)
    }
    const place = tree.walk(path, lastOf(flags), cred)
    if (!place.node) return this.#create(path, place, flags, mode, cred)
    if (flags.create && flags.exclusive) throw new Errno('EEXIST', path)
    if (flags.create && (place.slash || place.node.kind === 'directory')) throw new Errno('EISDIR', path)
    const refusal = tree.mounts.at(place.path)?.config.openError
    if (refusal) throw new Errno(refusal, path)
    const { node } = place
    checkOpen(node, path, flags, cred, this.onFifo !== undefined)
    if (node instanceof Inode && node.pipe && !flags.blocks) {
      const instead = this.onFifo?.({ inode: node, path, flags })
      if (instead !== undefined) return instead
    }
    if (node instanceof SyntheticEntry) return this.#openSynthetic(node, place.path, path, flags)
    if (flags.create || flags.truncate) tree.beforeChange(node.mount)
    const file = this.#openInode(node, place.path, path, flags)
    if (flags.truncate && node.kind === 'file') {
      node.account(bytes => bytes.truncate(0n))
      node.touch(tree.now)
    }
    return file
  }

  /** The open file of that number. */
  get(id: number): OpenFile | undefined {
    return this.#open.get(id)
  }

  /** Whether somebody has that inode open for writing: it can't be executed then. */
  isBeingWritten(inode: Inode): boolean {
    for (const file of this.#open.values()) {
      if (file instanceof OpenInode && file.inode === inode && file.flags.write) return true
    }
    return false
  }

  get all(): Iterable<OpenInode | OpenSynthetic> {
    return this.#open.values()
  }

  get next(): number {
    return this.#next
  }

  /** Closes those that were opened with that number or since. */
  closeFrom(id: number): void {
    for (const file of [...this.#open.values()]) if (file.id >= id) file.close()
  }

  /** Forgets all open files; what still holds one gets EBADF from it. */
  reset(next: number): void {
    for (const file of this.#open.values()) file.invalidate()
    this.#open.clear()
    this.#next = next
  }

  /** Opens again what a snapshot holds. */
  reopen(from: OpenFileSnapshot, inode: Inode | undefined): void {
    if (inode) {
      this.#keep(new OpenInode(this.#inodeHost, inode, from))
      return
    }
    const path = from.synthetic ?? ''
    const node = this.#tree.lookup(path)
    // What was computed may be gone by now, as a file of /proc is when its process ends.
    if (node instanceof SyntheticEntry) this.#keep(this.#synthetic(node, path, from))
  }

  #create(path: string, place: Place, flags: OpenFlags, mode: number, cred: Credentials): OpenFile {
    if (!flags.create) throw new Errno('ENOENT', path)
    if (place.slash) throw new Errno('EISDIR', path)
    const inode = this.#tree.create(place, 'file', mode & ~this.#tree.options.umask, cred)
    return this.#openInode(inode, place.path, path, flags)
  }

  #openInode(inode: Inode, canonical: string, path: string, flags: OpenFlags): OpenFile {
    if (inode.kind === 'file' && inode.opens === 0) inode.bytes?.attach(canonical)
    const file = this.#keep(new OpenInode(this.#inodeHost, inode, { id: this.#number(), path, flags, offset: 0n }))
    // Whoever waits for the other end has it now.
    inode.pipe?.changed.wake()
    return file
  }

  #openSynthetic(entry: SyntheticEntry, canonical: string, path: string, flags: OpenFlags): OpenFile {
    const { node } = entry
    const type = this.#tree.syntheticType(canonical)
    if (flags.write && node.kind === 'file') {
      // kernfs checks the mode even for root
      if (type === 'sysfs' && (!node.write || (entry.mode & 0o222) === 0)) throw new Errno('EACCES', path)
    }
    if (node.kind === 'character' || node.kind === 'block') {
      const refusal = node.refuse?.()
      if (refusal) throw refusal
      if (!node.read && !node.write && node.size === undefined) throw new Errno('ENXIO', path)
    }
    const from = { id: this.#number(), path, flags, offset: 0n, synthetic: canonical }
    return this.#keep(this.#synthetic(entry, canonical, from))
  }

  #synthetic(entry: SyntheticEntry, canonical: string, from: OpenFileSnapshot): OpenSynthetic {
    const host = { born: this.#tree.born, release: (file: OpenSynthetic) => this.#open.delete(file.id) }
    return new OpenSynthetic(host, entry, this.#tree.syntheticType(canonical) ?? '', from)
  }

  get #inodeHost() {
    return {
      now: () => this.#tree.now,
      beforeChange: (mount: Mount) => this.#tree.beforeChange(mount),
      release: (file: OpenInode) => this.#release(file),
      transferred: (transfer: Transfer) => this.#tree.options.onTransfer?.(transfer),
    }
  }

  #release(file: OpenInode): void {
    this.#open.delete(file.id)
    if (file.inode.opens > 0) return
    file.inode.bytes?.detach()
    this.#tree.forget(file.inode)
  }

  #keep<T extends OpenInode | OpenSynthetic>(file: T): T {
    this.#open.set(file.id, file)
    return file
  }

  #number(): number {
    const id = this.#next
    this.#next += 1
    return id
  }
}

function lastOf({ create, exclusive }: OpenFlags): Last {
  if (!create) return 'follow'
  return exclusive ? 'name' : 'create'
}

/** may_open() of the kernel: the kind of file first, then the mount, then the mode bits. */
function checkOpen(node: Node, path: string, flags: OpenFlags, cred: Credentials, canWait: boolean): void {
  if (node.kind === 'symlink') throw new Errno('ELOOP', path)
  if (node.kind === 'directory' && (flags.write || flags.truncate)) throw new Errno('EISDIR', path)
  if (node instanceof Inode && flags.write && node.kind === 'file' && node.mount.readOnly)
    throw new Errno('EROFS', path)
  const wanted = (flags.read ? READ : 0) | (flags.write || flags.truncate ? WRITE : 0)
  if (!permits(node, wanted, cred)) throw new Errno('EACCES', path)
  const isWriterAlone = node instanceof Inode && node.pipe && flags.write && !flags.read && node.pipe.readers === 0
  if (isWriterAlone && !flags.blocks && !canWait) throw new Errno('ENXIO', path)
}
