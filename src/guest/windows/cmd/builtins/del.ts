import { folderOf, fullPath, nameOf } from '../../full-path.js'
import type { Builtin } from '../builtin.js'
import type { Running, Shell } from '../shell.js'
import { errorText, notDone, SYNTAX } from '../texts.js'
import { switchesAndNames } from '../words.js'

const KNOWN = new Set(['/q', '/f', '/s', '/p'])

export const del: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const { switches, names } = switchesAndNames(rest)
    const unknown = switches.find(it => !KNOWN.has(it) || it === '/p')
    if (unknown !== undefined || names.length === 0) {
      yield* shell.complain(unknown === undefined ? SYNTAX : notDone(`del ${unknown}`))
      return 1
    }
    for (const name of names) {
      const path = shell.path(name)
      // A folder means what is in it.
      const pattern = shell.disk.isFolder(path) ? `${path.replace(/\\$/, '')}\\*` : path
      const isQuiet = switches.includes('/q') || !/^[*](?:\.[*])?$/.test(nameOf(pattern))
      if (!isQuiet && !(yield* agrees(shell, pattern))) continue
      const found = yield* deleteAll(shell, pattern, switches)
      if (found === 0) yield* shell.complain(`Could Not Find ${path}`)
    }
    return 0
  },
}

function* agrees(shell: Shell, pattern: string) {
  yield* shell.print(`${pattern}, Are you sure (Y/N)? `)
  return /^y/i.test((yield* shell.readLine()) ?? '')
}

/** How many there were. */
function* deleteAll(shell: Shell, pattern: string, switches: readonly string[]): Running {
  let count = 0
  for (const { path, isFolder, isReadOnly } of shell.disk.match(pattern)) {
    if (isFolder) continue
    count++
    try {
      if (isReadOnly && switches.includes('/f')) shell.guest.files.chmod(path, 0o666)
      shell.disk.remove(path)
      if (switches.includes('/s')) yield* shell.say(`Deleted file - ${path}`)
    } catch (error) {
      yield* shell.complain(path, errorText(error))
    }
  }
  const above = folderOf(pattern)
  if (!switches.includes('/s') || !shell.disk.isFolder(above)) return count
  for (const { path, isFolder } of shell.disk.list(above)) {
    if (isFolder) count += yield* deleteAll(shell, fullPath(nameOf(pattern), path), switches)
  }
  return count
}
