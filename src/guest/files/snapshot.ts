import { type BytesSnapshot, FileBytes } from './bytes.js'
import type { FileTree } from './file-tree.js'
import type { Inode, InodeMeta } from './inode.js'
import type { OpenFileSnapshot } from './open-file.js'
import { OpenInode } from './open-inode.js'
import type { OpenFiles } from './opening.js'
import type { PipeSnapshot } from './pipe.js'
import { SparseBytes } from './sparse.js'

/** The file system as plain data that structuredClone can copy. */
export interface FilesSnapshot {
  /** Undefined if nobody had touched the tree yet. */
  readonly tree?: TreeSnapshot
  readonly nextIno: number
  readonly nextOpen: number
  readonly open: readonly OpenFileSnapshot[]
}

interface TreeSnapshot {
  /** Canonical paths with the numbers of their inodes, directories before what they hold, the root first. */
  readonly names: readonly (readonly [path: string, ino: number])[]
  /** Also those without a name that someone has open. */
  readonly inodes: readonly InodeSnapshot[]
}

interface InodeSnapshot {
  readonly meta: InodeMeta
  /** The mount point of the file system that holds it. */
  readonly mount: string
  readonly bytes?: BytesSnapshot
  readonly pipe?: PipeSnapshot
}

export function takeSnapshot(tree: FileTree, open: OpenFiles): FilesSnapshot {
  const files = [...open.all].map(file => file.snapshot())
  const counters = { nextIno: tree.nextIno, nextOpen: open.next, open: files }
  return tree.unpacked ? { ...counters, tree: takeTree(tree, open) } : counters
}

function takeTree(tree: FileTree, open: OpenFiles): TreeSnapshot {
  const names: [string, number][] = []
  const inodes = new Map<Inode, InodeSnapshot>()
  for (const file of open.all) if (file instanceof OpenInode) inodes.set(file.inode, takeInode(file.inode, undefined))
  for (const [path, inode] of tree.store.walk()) {
    names.push([path, inode.ino])
    if (!inodes.has(inode)) inodes.set(inode, takeInode(inode, path))
  }
  return { names, inodes: [...inodes.values()] }
}

/** `closed` is a name of a file that nobody has open. */
function takeInode(inode: Inode, closed: string | undefined): InodeSnapshot {
  const bytes = inode.bytes?.snapshot(closed)
  return {
    meta: inode.meta(),
    mount: inode.mount.config.path,
    ...(bytes && { bytes }),
    ...(inode.pipe && { pipe: inode.pipe.snapshot() }),
  }
}

export function restoreSnapshot(tree: FileTree, open: OpenFiles, snapshot: FilesSnapshot): void {
  open.reset(snapshot.nextOpen)
  tree.mounts.clear()
  if (!snapshot.tree) {
    tree.reset(undefined, snapshot.nextIno)
    for (const file of snapshot.open) open.reopen(file, undefined)
    return
  }
  const inodes = new Map(snapshot.tree.inodes.map(saved => [saved.meta.ino, { saved, inode: bareInode(tree, saved) }]))
  const [[, rootIno] = ['/', 2], ...rest] = snapshot.tree.names
  tree.reset(inodes.get(rootIno)?.inode, snapshot.nextIno)
  const named = new Map<number, string>()
  for (const [path, ino] of rest) {
    const inode = inodes.get(ino)?.inode
    const first = named.get(ino)
    if (first !== undefined) tree.store.link(first, path)
    else if (inode) tree.store.add(path, inode)
    if (first === undefined) named.set(ino, path)
  }
  const opened = new Set(snapshot.open.map(file => file.ino))
  for (const [ino, { saved, inode }] of inodes) {
    if (saved.bytes) fillBytes(tree, inode, saved.bytes, named.get(ino), opened.has(ino))
  }
  for (const file of snapshot.open) {
    open.reopen(file, file.ino === undefined ? undefined : inodes.get(file.ino)?.inode)
  }
}

function bareInode(tree: FileTree, { meta, mount, pipe }: InodeSnapshot): Inode {
  const inode = tree.makeInode(meta, tree.mounts.of(mount))
  if (pipe) inode.pipe?.restore(pipe)
  return inode
}

/** Gives a file its bytes back; one that is open is attached, one without a name cannot live in memfs any more. */
function fillBytes(
  tree: FileTree,
  inode: Inode,
  bytes: BytesSnapshot,
  path: string | undefined,
  opened: boolean,
): void {
  const copied = 'sparse' in bytes ? bytes : { dense: bytes.dense.slice() }
  inode.bytes = new FileBytes(tree.store, tree.fills, path === undefined ? asSparse(tree, copied) : copied)
  inode.mount.allocated += inode.bytes.allocated
  if (opened && path !== undefined) inode.bytes.attach(path)
}

function asSparse(tree: FileTree, bytes: BytesSnapshot): BytesSnapshot {
  if ('sparse' in bytes) return bytes
  const sparse = new SparseBytes(tree.fills)
  sparse.write(0n, bytes.dense)
  return { sparse: sparse.snapshot() }
}
