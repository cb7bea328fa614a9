/** Parts of a path as find(1) prints it. */
export function lastComponent(path: string): string {
  const bare = path.replace(/(.)\/+$/, '$1')
  return bare === '/' ? '/' : bare.slice(bare.lastIndexOf('/') + 1)
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? '.' : slash === 0 ? '/' : path.slice(0, slash)
}
