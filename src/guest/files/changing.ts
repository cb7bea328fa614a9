import { Errno } from '../errno.js'
import type { Credentials } from './credentials.js'
import type { FileTree } from './file-tree.js'
import { Inode } from './inode.js'
import { isWithin, parentPath } from './names.js'
import type { Node, Place } from './walk.js'

/** LINK_MAX of ext4. */
const LINK_MAX = 65000

/** unlink(2). Errors: EISDIR for a directory, EPERM for what is computed, EROFS, EACCES. */
export function unlinkFile(tree: FileTree, path: string, cred: Credentials): void {
  const place = tree.find(path, 'name', cred)
  if (place.node.kind === 'directory') throw new Errno('EISDIR', path)
  if (place.slash) throw new Errno('ENOTDIR', path)
  const parent = tree.changing(place.path, cred)
  const inode = removable(place, parent, cred)
  tree.detach(place.path, inode, parent)
}

/** rmdir(2). Errors: ENOTDIR, ENOTEMPTY, EINVAL for a last ".", EBUSY for a mount point. */
export function removeDirectory(tree: FileTree, path: string, cred: Credentials): void {
  const place = tree.find(path, 'name', cred)
  if (place.node.kind !== 'directory') throw new Errno('ENOTDIR', path)
  if (place.last === 'dot') throw new Errno('EINVAL', path)
  if (place.last === 'dotdot') throw new Errno('ENOTEMPTY', path)
  checkNotMounted(tree, place.path)
  const parent = tree.changing(place.path, cred)
  const inode = removable(place, parent, cred)
  if (tree.names(place.path).length > 0) throw new Errno('ENOTEMPTY', path)
  tree.detach(place.path, inode, parent)
}

/** link(2). Errors: EPERM for a directory or what is computed, EXDEV, EEXIST, EMLINK. */
export function linkFile(tree: FileTree, existing: string, path: string, cred: Credentials): void {
  const from = tree.find(existing, 'link', cred)
  const to = tree.walk(path, 'name', cred)
  if (to.node) throw new Errno('EEXIST', path)
  if (to.slash) throw new Errno('ENOENT', path)
  if (tree.mounts.of(from.path) !== tree.mounts.of(to.path)) throw new Errno('EXDEV', path)
  const parent = tree.changing(to.path, cred)
  if (!(from.node instanceof Inode) || from.node.kind === 'directory') throw new Errno('EPERM', existing)
  if (from.node.nlink >= LINK_MAX) throw new Errno('EMLINK', existing)
  tree.store.link(from.path, to.path)
  from.node.nlink += 1
  from.node.ctime = tree.now
  parent.touch(tree.now)
}

/**
 * rename(2). Errors: ENOENT, EXDEV, EBUSY for mount points (and, unlike Linux, for directories above them), EINVAL into
 * itself, ENOTDIR and EISDIR if one is a directory and the other is not, ENOTEMPTY.
 */
export function renameFile(tree: FileTree, from: string, to: string, cred: Credentials): void {
  const source = tree.walk(from, 'name', cred)
  const target = tree.walk(to, 'name', cred)
  if (tree.mounts.of(parentPath(source.path)) !== tree.mounts.of(parentPath(target.path))) throw new Errno('EXDEV', to)
  if (source.last !== 'name' || target.last !== 'name') throw new Errno('EBUSY', from)
  if (!source.node) throw new Errno('ENOENT', from)
  const directory = source.node.kind === 'directory'
  if ((source.slash || target.slash) && !directory) throw new Errno('ENOTDIR', from)
  if (directory && target.path !== source.path && isWithin(target.path, source.path)) throw new Errno('EINVAL', to)
  if (isWithin(source.path, target.path) && target.path !== source.path) throw new Errno('ENOTEMPTY', to)
  const sourceParent = tree.changing(source.path, cred)
  const targetParent = tree.changing(target.path, cred)
  const inode = removable({ ...source, node: source.node }, sourceParent, cred)
  if (target.node === inode) return
  if (target.node) checkReplaces(tree, directory, { ...target, node: target.node })
  if (directory) for (const point of mountPoints(tree)) if (isWithin(point, source.path)) throw new Errno('EBUSY', from)
  if (target.node)
    tree.detach(target.path, removable({ ...target, node: target.node }, targetParent, cred), targetParent)
  tree.store.move(source.path, target.path)
  inode.ctime = tree.now
  if (directory) {
    sourceParent.nlink -= 1
    targetParent.nlink += 1
  }
  sourceParent.touch(tree.now)
  targetParent.touch(tree.now)
}

/** Whether something may take the place of what is there. */
function checkReplaces(tree: FileTree, directory: boolean, target: Place & { node: Node }): void {
  if (directory && target.node.kind !== 'directory') throw new Errno('ENOTDIR', target.path)
  if (!directory && target.node.kind === 'directory') throw new Errno('EISDIR', target.path)
  if (!directory) return
  checkNotMounted(tree, target.path)
  if (tree.names(target.path).length > 0) throw new Errno('ENOTEMPTY', target.path)
}

/** The inode behind a name that may go: not computed, and not someone else's in a directory with the sticky bit. */
function removable(place: Place & { node: Node }, parent: Inode, cred: Credentials): Inode {
  const { node } = place
  if (!(node instanceof Inode)) throw new Errno('EPERM', place.path)
  const sticky = (parent.mode & 0o1000) !== 0 && cred.uid !== 0 && cred.uid !== node.uid && cred.uid !== parent.uid
  if (sticky) throw new Errno('EPERM', place.path)
  return node
}

function checkNotMounted(tree: FileTree, path: string): void {
  for (const point of mountPoints(tree)) if (point === path) throw new Errno('EBUSY', path)
}

function* mountPoints(tree: FileTree): Generator<string> {
  yield* tree.mounts.points
  yield* tree.options.trees.keys()
}
