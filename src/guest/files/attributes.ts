import { Errno } from '../errno.js'
import type { Credentials } from './credentials.js'
import type { FileTree } from './file-tree.js'
import type { Inode } from './inode.js'

/** The inode whose attributes may be changed: one's own. Errors: EPERM, EROFS. */
function owned(tree: FileTree, path: string, cred: Credentials): Inode {
  const inode = tree.changeable(tree.find(path, 'follow', cred))
  if (cred.uid !== 0 && cred.uid !== inode.uid) throw new Errno('EPERM', path)
  return inode
}

/** chmod(2). */
export function changeMode(tree: FileTree, path: string, mode: number, cred: Credentials): void {
  const inode = owned(tree, path, cred)
  inode.mode = mode & 0o7777
  inode.ctime = tree.now
}

/** chown(2): for root alone; set-id bits of a file that can be executed go. */
export function changeOwner(tree: FileTree, path: string, uid: number, gid: number, cred: Credentials): void {
  const inode = owned(tree, path, cred)
  if (cred.uid !== 0) throw new Errno('EPERM', path)
  inode.uid = uid
  inode.gid = gid
  if (inode.kind === 'file' && (inode.mode & 0o111) !== 0) inode.mode &= ~0o6000
  inode.ctime = tree.now
}

/** utimensat(2), nanoseconds since the epoch. */
export function changeTimes(tree: FileTree, path: string, atime: bigint, mtime: bigint, cred: Credentials): void {
  const inode = owned(tree, path, cred)
  inode.atime = atime
  inode.mtime = mtime
  inode.ctime = tree.now
}
