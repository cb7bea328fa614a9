/** Synthetic trees from nested records: a function is a directory, made anew at each look. */
import type { SyntheticNode, SyntheticTree } from '../files/synthetic.js'

export type Branch = SyntheticNode | Directory
export type Directory = () => Readonly<Record<string, Branch>>

export function treeOf(root: Directory): SyntheticTree {
  return {
    lookup(path) {
      let branch: Branch = root
      for (const name of path === '' ? [] : path.split('/')) {
        if (typeof branch !== 'function') return undefined
        const entries: Readonly<Record<string, Branch>> = branch()
        const next: Branch | undefined = Object.hasOwn(entries, name) ? entries[name] : undefined
        if (next === undefined) return undefined
        branch = next
      }
      if (typeof branch !== 'function') return branch
      const entries = branch
      return { kind: 'directory', entries: () => Object.keys(entries()) }
    },
  }
}

/** A read-only file with that text. */
export function textFile(read: () => string | Uint8Array, mode = 0o444): SyntheticNode {
  return { kind: 'file', read, mode }
}

export function link(target: string): SyntheticNode {
  return { kind: 'symlink', target }
}
