/** What `for` goes over, as far as no command has to be run for it. */
import { folderOf, nameOf } from '../full-path.js'
import type { Shell } from './shell.js'
import { unquoted, words } from './words.js'

/** A name without `*` and `?` stands for itself, whether there is such a file or not. */
export function* filesOf(shell: Shell, set: string, what: 'files' | 'folders'): Generator<string> {
  for (const word of words(set)) {
    const name = unquoted(word)
    if (!/[*?]/.test(name)) yield word
    else yield* matching(shell, name, what)
  }
}

function* matching(shell: Shell, name: string, what: 'files' | 'folders'): Generator<string> {
  const prefix = name.slice(0, Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/'), name.lastIndexOf(':')) + 1)
  for (const entry of shell.disk.match(shell.path(name))) {
    if (entry.isFolder === (what === 'folders')) yield prefix + nameOf(entry.path)
  }
}

/** `/r`: in every folder below a root, the root first. */
export function* filesBelow(shell: Shell, root: string, set: string): Generator<string> {
  for (const folder of foldersBelow(shell, shell.path(root === '' ? '.' : root))) {
    const inFolder = folder.replace(/\\$/, '')
    for (const word of words(set)) {
      const path = `${inFolder}\\${unquoted(word)}`
      if (!/[*?]/.test(path)) yield path
      else for (const entry of shell.disk.match(path)) if (!entry.isFolder) yield entry.path
    }
  }
}

function* foldersBelow(shell: Shell, folder: string): Generator<string> {
  if (!shell.disk.isFolder(folder)) return
  yield folder
  for (const entry of shell.disk.list(folder)) if (entry.isFolder) yield* foldersBelow(shell, entry.path)
}

/** `/l`: `(start,step,end)`. A step of 0 never ends. */
export function* numbersOf(set: string): Generator<string> {
  const [start = 0, step = 0, end = 0] = words(set).map(word => Number.parseInt(word, 10) || 0)
  for (let number = start; step < 0 ? number >= end : number <= end; number += step) yield `${number}`
}

/** The folder and the pattern that `dir` and others show of a name. */
export function listingOf(shell: Shell, name: string): { readonly folder: string; readonly pattern: string } {
  const path = shell.path(name)
  if (shell.disk.isFolder(path)) return { folder: path, pattern: '*' }
  return { folder: folderOf(path), pattern: nameOf(path) }
}
