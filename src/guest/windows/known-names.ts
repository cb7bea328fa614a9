import { parentPath } from '../files/names.js'
import type { TreeView } from '../files/path-style.js'
import { isSameName } from './names.js'

/** Names as they were spelt first: whoever comes later in other letters means the same. */
export class KnownNames implements TreeView {
  readonly #names = new Map<string, string[]>()

  has(path: string): boolean {
    return this.names(parentPath(path)).includes(lastName(path))
  }

  names(path: string): readonly string[] {
    return this.#names.get(path) ?? []
  }

  add(path: string): void {
    for (let at = path; at !== '/'; at = parentPath(at)) {
      const name = lastName(at)
      const names = this.#names.get(parentPath(at)) ?? []
      if (!names.some(other => isSameName(other, name))) this.#names.set(parentPath(at), [...names, name])
    }
  }

  /** The same path of the tree, spelt as it was first; from now on it is known. */
  spell(path: string): string {
    const spelt = path
      .split('/')
      .slice(1)
      .reduce((at, name) => `${at}/${this.names(at === '' ? '/' : at).find(it => isSameName(it, name)) ?? name}`, '')
    this.add(spelt)
    return spelt
  }
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
