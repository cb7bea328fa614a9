/** Absolute names without links and dots, also of what isn't there: realpath(1), readlink -f. */
import { Errno } from '../errno.js'
import type { Tool } from './tool.js'

/** What may be missing: nothing, the last component, or all of them. */
export type Missing = 'none' | 'last' | 'all'

const MAX_LINKS = 40

/** Throws Errno. With `keepLinks` links are taken for what they are. */
export function resolveLinks(tool: Tool, name: string, missing: Missing, keepLinks = false): string {
  if (name === '') throw new Errno('ENOENT')
  const { files, cred } = tool
  const pending = parts(tool.path(name)).reverse()
  let at = ''
  let links = 0
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')))
      continue
    }
    const path = `${at}/${part}`
    const kind = kindOf(path)
    if (kind === undefined && (missing === 'none' || (missing === 'last' && pending.length > 0))) {
      throw new Errno('ENOENT', path)
    }
    // Where anything may be missing, a circle of links is one more thing that leads nowhere.
    const follow = kind === 'symlink' && !keepLinks && !(missing === 'all' && links >= MAX_LINKS)
    if (follow) {
      links += 1
      if (links > MAX_LINKS) throw new Errno('ELOOP', path)
      const target = files.readlink(path, cred)
      pending.push(...parts(target).reverse())
      if (target.startsWith('/')) at = ''
      continue
    }
    const through = pending.length > 0 || name.endsWith('/')
    if (through && kind !== undefined && missing !== 'all' && files.stat(path, cred).kind !== 'directory') {
      throw new Errno('ENOTDIR', path)
    }
    at = path
  }
  return at === '' ? '/' : at

  function kindOf(path: string): string | undefined {
    try {
      return files.lstat(path, cred).kind
    } catch (error) {
      if (error instanceof Errno && (error.code === 'ENOENT' || missing === 'all')) return undefined
      throw error
    }
  }
}

function parts(path: string): string[] {
  return path.split('/').filter(part => part !== '' && part !== '.')
}
