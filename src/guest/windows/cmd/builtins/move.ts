import { extensionOf, folderOf, fullPath, nameOf } from '../../full-path.js'
import { Win32Error } from '../../win32-error.js'
import type { Builtin } from '../builtin.js'
import type { Running, Shell } from '../shell.js'
import { errorText, SYNTAX } from '../texts.js'
import { switchesAndNames } from '../words.js'

const IS_THERE = 'A duplicate file name exists, or the file\r\ncannot be found.'

export const move: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const { names } = switchesAndNames(rest)
    const [source, target = '.'] = names
    if (source === undefined || names.length > 2) {
      yield* shell.complain(SYNTAX)
      return 1
    }
    const path = shell.path(source)
    const to = shell.path(target)
    const isMany = /[*?]/.test(nameOf(path))
    const entries = shell.disk.match(path).filter(({ isFolder }) => !(isMany && isFolder))
    if (entries.length === 0) {
      yield* shell.complain(missing(shell, path))
      return 1
    }
    let count = 0
    let kind = 'file(s)'
    for (const entry of entries) {
      if (isMany) yield* shell.say(entry.path)
      if (entry.isFolder) kind = 'dir(s)'
      const place = shell.disk.isFolder(to) ? fullPath(nameOf(entry.path), to) : to
      if ((yield* attempt(shell, () => shell.disk.move(entry.path, place))) === 0) count++
    }
    yield* shell.say(`${`${count}`.padStart(9)} ${kind} moved.`)
    return count === entries.length ? 0 : 1
  },
}

export const ren: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const { names } = switchesAndNames(rest)
    const [source, name] = names
    // The new name stands alone: nothing moves.
    if (source === undefined || name === undefined || names.length > 2 || /[\\/:]/.test(name)) {
      yield* shell.complain(SYNTAX)
      return 1
    }
    const entries = shell.disk.match(shell.path(source))
    if (entries.length === 0) {
      yield* shell.complain(missing(shell, shell.path(source)))
      return 1
    }
    let code = 0
    for (const { path } of entries) {
      const place = fullPath(renamed(nameOf(path), name), folderOf(path))
      const isTaken = shell.disk.find(place) !== undefined && place.toUpperCase() !== path.toUpperCase()
      if (isTaken) yield* shell.complain(IS_THERE)
      code = isTaken ? 1 : (yield* attempt(shell, () => shell.disk.move(path, place))) || code
    }
    return code
  },
}

/** `*` in the new name, or in its extension, takes that part of the old one. */
function renamed(old: string, name: string): string {
  if (!/[*?]/.test(name)) return name
  const [oldExtension, extension] = [extensionOf(old), extensionOf(name)]
  const part = (pattern: string, from: string) =>
    pattern.startsWith('*') ? from : pattern.replace(/\?/g, (_mark, at: number) => from[at] ?? '').replace('*', '')
  const stem = part(name.slice(0, name.length - extension.length), old.slice(0, old.length - oldExtension.length))
  return extension === '' ? stem : `${stem}.${part(extension.slice(1), oldExtension.slice(1))}`
}

function* attempt(shell: Shell, action: () => void): Running {
  try {
    action()
    return 0
  } catch (error) {
    yield* shell.complain(errorText(error))
    return 1
  }
}

function missing(shell: Shell, path: string): string {
  const isFolderThere = shell.disk.isFolder(folderOf(path))
  return new Win32Error(isFolderThere ? 'ERROR_FILE_NOT_FOUND' : 'ERROR_PATH_NOT_FOUND').text
}
