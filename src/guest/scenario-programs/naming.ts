/** What a program is called, by whoever starts it and by the scenario: a system's own rules. */
import type { Files } from '../files/files.js'
import { readMatch } from '../windows/match.js'
import { folded, isSameName } from '../windows/names.js'

export interface Naming {
  /** As it was called, where that leads to, and the bare name of each: a scenario may use any of them. */
  readonly spellings: readonly string[]
  /** Two spellings are the same when these are. */
  fold(name: string): string
  /** Whether it is the program at that path, or of that bare name. */
  isAt(path: string): boolean
  /** The program of a `match`, and the pattern of its arguments. */
  readMatch(match: string): { readonly name: string; readonly args: string }
}

/** `names`: as it was called, where it was found, and where that leads to. */
export function unixNaming(files: Files, names: readonly string[]): Naming {
  const spellings = unique(names.flatMap(name => [name, name.slice(name.lastIndexOf('/') + 1)]))
  const isFile = (path: string) => names.includes(path) || names.includes(canonicalPath(files, path))
  return {
    spellings,
    fold: name => name,
    isAt: path => (path.includes('/') ? isFile(path) : spellings.includes(path)),
    readMatch: readUnixMatch,
  }
}

/** `.exe` may be left out, and upper and lower case are the same. */
export function windowsNaming(names: readonly string[]): Naming {
  const spelt = names.flatMap(name => [name, name.replace(/^.*[\\/]/s, '')])
  const spellings = unique(spelt.flatMap(name => [name, name.replace(/\.exe$/i, '')]))
  return {
    spellings,
    fold: folded,
    isAt: path => spellings.some(name => isSameName(name, path.replaceAll('/', '\\'))),
    readMatch,
  }
}

export function readUnixMatch(match: string): { readonly name: string; readonly args: string } {
  const [name = '', ...rest] = match.trim().split(/\s+/)
  return { name, args: rest.join(' ') }
}

/** Where the links of a path lead to (/bin is /usr/bin on most systems); the path itself when it is not there. */
function canonicalPath(files: Files, path: string): string {
  return files.exists(path) ? files.realpath(path) : path
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
