import { mergeBuiltins } from './merge-builtins.js'
import { isMap, type Path } from './path.js'

/** An entry of `files` is one thing: half a link and half a text would be neither. */
function isWhole(path: Path): boolean {
  return path.length === 2 && path[0] === 'files'
}

/**
 * What a child says laid over what its parent says: maps merge, lists and scalars replace (but that `builtins` add up),
 * null removes. The order is that of the parent, then what is new. Neither argument is changed.
 */
export function merge(parent: unknown, child: unknown, path: Path = []): unknown {
  if (path.length === 1 && path[0] === 'builtins') return mergeBuiltins(parent, child)
  if (!isMap(child)) return child
  if (!isMap(parent) || isWhole(path)) return withoutNulls(child)
  const merged = new Map(Object.entries(parent))
  for (const [key, value] of Object.entries(child)) {
    if (value === null) merged.delete(key)
    else merged.set(key, merge(merged.get(key), value, [...path, key]))
  }
  return Object.fromEntries(merged)
}

/** The same without the members that are null, which have nothing left to remove. */
export function withoutNulls(value: unknown): unknown {
  if (!isMap(value)) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]))
}
