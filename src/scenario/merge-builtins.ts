/** Programs add up along `extends`: who wants one more doesn't want all others gone. */
import { isMap } from './path.js'

/** A list adds to the parent's, an empty one leaves none; of a map true adds and null takes out. A list comes of it. */
export function mergeBuiltins(parent: unknown, child: unknown): unknown {
  const above = builtinPaths(parent)
  if (Array.isArray(child)) return child.length === 0 ? [] : unique([...above, ...child])
  if (!isMap(child)) return child
  const added = Object.keys(child).filter(path => child[path] !== null)
  return unique([...above, ...added]).filter(path => child[path] !== null)
}

export function builtinPaths(builtins: unknown = []): string[] {
  if (Array.isArray(builtins)) return builtins
  return isMap(builtins) ? Object.keys(builtins).filter(path => builtins[path] !== null) : []
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)]
}
