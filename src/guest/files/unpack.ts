import type { FileConfig } from '../config.js'
import { FileBytes } from './bytes.js'
import { ROOT } from './credentials.js'
import type { FileTree } from './file-tree.js'
import { fillOf, HOLE } from './fill.js'
import type { Inode } from './inode.js'
import { canonicalName, joinPath, lastName, parentPath } from './names.js'

/**
 * Puts the files of a scenario and the mount points into an empty tree. What comes later replaces what came earlier, links
 * that are there already are followed on the way (/bin/sh lies in /usr/bin if /bin is a link to it), directories that nobody spelt out are root's with mode 0755, and space is not checked: the scenario is right.
 */
export function unpack(tree: FileTree, image: Iterable<FileConfig>): void {
  const files = [...image]
  const ids = new Ids(files)
  for (const path of tree.mounts.points) if (!tree.lookup(path)) directory(tree, path)
  for (const config of files) place(tree, config, ids)
}

function place(tree: FileTree, config: FileConfig, ids: Ids): void {
  const given = canonicalPath(config.path)
  const owner = { uid: ids.uid(config), gid: ids.gid(config) }
  if (config.kind === 'directory') {
    Object.assign(directory(tree, given).inode, { mode: config.mode & 0o7777, ...owner })
    return
  }
  const { inode: parent, path: above } = directory(tree, parentPath(given))
  const path = joinPath(above, lastName(given))
  const old = tree.store.lookup(path)
  if (old?.kind === 'directory') throw new Error(`files: ${config.path} is a directory and a ${config.kind}`)
  if (old) tree.detach(path, old, parent)
  const meta = { ...tree.newMeta(config.kind, config.mode, ROOT), ...owner }
  const inode = tree.makeInode(config.kind === 'symlink' ? { ...meta, target: config.target } : meta, path)
  if (config.kind === 'file') inode.bytes = bytesOf(tree, config, path)
  tree.attach(path, inode, parent)
  inode.mount.allocated += inode.bytes?.allocated ?? 0n
}

function bytesOf(tree: FileTree, config: FileConfig & { kind: 'file' }, path: string): FileBytes {
  const { content } = config
  if (content.kind === 'bytes') return new FileBytes(tree.store, tree.fills, { dense: content.bytes })
  const fill = content.size === 0n ? HOLE : fillOf(content, `file ${path}`)
  const sparse = { size: content.size, fill, filled: content.size, pages: new Map() }
  return new FileBytes(tree.store, tree.fills, { sparse })
}

/** The directory that a path leads to through the links there are; created with everything above it if it is missing. */
function directory(tree: FileTree, path: string): { inode: Inode; path: string } {
  if (path === '/') return { inode: existing(tree, '/'), path }
  const above = directory(tree, parentPath(path))
  const own = joinPath(above.path, lastName(path))
  const found = tree.store.lookup(own)
  if (found?.kind === 'directory') return { inode: found, path: own }
  if (found?.kind === 'symlink') return directory(tree, tree.walk(own, 'follow', ROOT).path)
  if (found) throw new Error(`files: ${own} is a ${found.kind}, but other files lie in it`)
  const inode = tree.makeInode(tree.newMeta('directory', tree.lookup(own)?.mode ?? 0o755, ROOT), own)
  tree.attach(own, inode, above.inode)
  return { inode, path: own }
}

function existing(tree: FileTree, path: string): Inode {
  const inode = tree.store.lookup(path)
  if (!inode) throw new Error(`files: there is no ${path}`)
  return inode
}

function canonicalPath(path: string): string {
  const names = path.split('/').filter(name => name !== '')
  if (!path.startsWith('/') || names.includes('.') || names.includes('..')) {
    throw new Error(`files: ${path} should be an absolute path without "." and ".."`)
  }
  return `/${names.map(canonicalName).join('/')}`
}

/** Numbers of users and groups, out of the image's own /etc/passwd and /etc/group. */
class Ids {
  readonly #users: ReadonlyMap<string, number>
  readonly #groups: ReadonlyMap<string, number>

  constructor(files: readonly FileConfig[]) {
    this.#users = thirdFields(files, '/etc/passwd')
    this.#groups = thirdFields(files, '/etc/group')
  }

  uid({ owner, path }: FileConfig): number {
    return resolve(owner, this.#users, `${path}: there is no user "${owner}" in /etc/passwd`)
  }

  gid({ group, path }: FileConfig): number {
    return resolve(group, this.#groups, `${path}: there is no group "${group}" in /etc/group`)
  }
}

function resolve(name: string | number, table: ReadonlyMap<string, number>, complaint: string): number {
  if (typeof name === 'number') return name
  const id = table.get(name) ?? (name === 'root' ? 0 : undefined)
  if (id === undefined) throw new Error(`files: ${complaint}`)
  return id
}

/** The first field of each line, and the number in the third. */
function thirdFields(files: readonly FileConfig[], path: string): ReadonlyMap<string, number> {
  const config = files.findLast(file => file.path === path)
  if (config?.kind !== 'file' || config.content.kind !== 'bytes') return new Map()
  const lines = new TextDecoder().decode(config.content.bytes).split('\n')
  return new Map(lines.map(line => line.split(':')).map(([name = '', , id]) => [name, Number(id)]))
}
