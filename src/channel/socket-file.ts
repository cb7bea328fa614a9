/** The files of sockets: others may have put their own there meanwhile. */
import { lstatSync, type Stats, unlinkSync } from 'node:fs'

/** What is there; undefined for nothing, and for what can't be reached. */
export function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** The time of birth tells a file from a later one that was given the same inode number; rename(2) leaves it alone. */
export function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.birthtimeMs === b.birthtimeMs
}

/** Unlinks that file, if it is still there. */
export function unlinkSame(path: string, stats: Stats | undefined): void {
  const there = look(path)
  if (there && stats && isSame(there, stats)) unlinkSync(path)
}
