/** What a spelling may have to look up: directories of the tree, by canonical path. */
export interface TreeView {
  has(path: string): boolean
  /** Names in a directory; none for what isn't one. */
  names(path: string): readonly string[]
}

/** How a system spells the paths of its files, where it is not as POSIX does. */
export interface PathStyle {
  /** The path in the tree. A path of the tree is left as it is. Throws Errno. */
  toTree(path: string, tree: TreeView): string
  /** A canonical path of the tree as the system shows it. */
  fromTree(path: string): string
}
