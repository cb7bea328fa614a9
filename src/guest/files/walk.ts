import { Errno } from '../errno.js'
import { type Credentials, EXECUTE, permits } from './credentials.js'
import type { Inode } from './inode.js'
import { canonicalName, exceeds, joinPath, NAME_MAX, PATH_MAX, parentPath } from './names.js'
import type { SyntheticEntry } from './synthetic.js'

export type Node = Inode | SyntheticEntry

/** MAXSYMLINKS of the kernel: the 41st link of one walk is an error. */
const MAX_LINKS = 40

/**
 * What becomes of a last component: a link is followed; it is not; or the name itself is meant, as when it is created or
 * removed: then a slash after it neither follows a link nor asks for a directory. 'create' follows links, and leaves it to
 * the caller what a slash after the name or after a link's target means.
 */
export type Last = 'follow' | 'link' | 'name' | 'create'

/** Where a path leads. */
export interface Place {
  /** Canonical: absolute, without links, dots or double slashes. */
  readonly path: string
  /** What the last component was; only a 'name' can be created or removed. */
  readonly last: 'name' | 'dot' | 'dotdot' | 'root'
  /** Whether a slash follows the name: it must be, or become, a directory. */
  readonly slash: boolean
  /** What is there; undefined only if its directory exists. */
  readonly node: Node | undefined
}

/**
 * Finds what a path names, component by component, as path_resolution(7) tells: `..` is the parent of the directory that
 * the walk is in, whatever links led there, and every directory on the way must be searchable. A relative path starts at
 * the root.
 *
 * Errors: ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG.
 */
export function walk(path: string, end: Last, cred: Credentials, lookup: (path: string) => Node | undefined): Place {
  if (path === '') throw new Errno('ENOENT')
  const canonical = canonicalName(path)
  if (exceeds(canonical, PATH_MAX)) throw new Errno('ENAMETOOLONG', path)
  const pending = components(canonical).reverse()
  let slash = path.endsWith('/')
  let links = 0
  let at = '/'
  let node = lookup('/')
  let last: Place['last'] = 'root'
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (node?.kind !== 'directory') throw new Errno('ENOTDIR', path)
    if (!permits(node, EXECUTE, cred)) throw new Errno('EACCES', path)
    if (name === '.') {
      last = 'dot'
      continue
    }
    if (name === '..') {
      at = parentPath(at)
      node = lookup(at)
      last = 'dotdot'
      continue
    }
    if (exceeds(name, NAME_MAX)) throw new Errno('ENAMETOOLONG', path)
    const child = joinPath(at, name)
    const found = lookup(child)
    const final = pending.length === 0
    if (!found) {
      if (!final) throw new Errno('ENOENT', path)
      return { path: child, last: 'name', slash, node: undefined }
    }
    if (end === 'create' && final && slash) return { path: child, last: 'name', slash, node: found }
    if (found.kind === 'symlink' && (!final || end === 'follow' || end === 'create' || (end === 'link' && slash))) {
      links += 1
      if (links > MAX_LINKS) throw new Errno('ELOOP', path)
      const { target } = found
      pending.push(...components(canonicalName(target)).reverse())
      if (final && target.endsWith('/')) slash = true
      if (target.startsWith('/')) {
        at = '/'
        node = lookup('/')
        last = 'root'
      }
      continue
    }
    at = child
    node = found
    last = 'name'
  }
  if (slash && (end === 'follow' || end === 'link') && node?.kind !== 'directory') throw new Errno('ENOTDIR', path)
  return { path: at, last, slash, node }
}

function components(path: string): string[] {
  return path.split('/').filter(name => name !== '')
}
