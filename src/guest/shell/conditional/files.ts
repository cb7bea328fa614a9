/** What [[ ]] asks of files. */
import { Errno } from '../../errno.js'
import type { Access } from '../../files/files.js'
import type { FileStat } from '../../files/stat.js'
import type { Shell } from '../shell.js'

const TESTS: Readonly<Record<string, (stat: FileStat, shell: Shell) => boolean>> = {
  '-a': () => true,
  '-b': ({ kind }) => kind === 'block',
  '-c': ({ kind }) => kind === 'character',
  '-d': ({ kind }) => kind === 'directory',
  '-e': () => true,
  '-f': ({ kind }) => kind === 'file',
  '-g': ({ mode }) => (mode & 0o2000) !== 0,
  '-G': ({ gid }, { task }) => gid === task.cred.gid,
  '-k': ({ mode }) => (mode & 0o1000) !== 0,
  '-N': ({ atime, mtime }) => mtime > atime,
  '-O': ({ uid }, { task }) => uid === task.cred.uid,
  '-p': ({ kind }) => kind === 'fifo',
  '-s': ({ size }) => size > 0n,
  // The guest has no socket in its file system.
  '-S': () => false,
  '-u': ({ mode }) => (mode & 0o4000) !== 0,
}

/** Undefined for an operator that asks nothing of a file. */
export function fileTest(shell: Shell, operator: string, name: string): boolean | undefined {
  const { task } = shell
  const { files } = task.guest
  const path = task.path(name)
  if (operator === '-h' || operator === '-L') return holds(() => files.lstat(path, task.cred).kind === 'symlink')
  if (operator === '-r' || operator === '-w' || operator === '-x') {
    return holds(() => {
      files.access(path, operator.slice(1) as Access, task.cred)
      return true
    })
  }
  const test = TESTS[operator]
  return test && holds(() => test(files.stat(path, task.cred), shell))
}

/** -nt, -ot and -ef. A file that isn't there is older than all others. */
export function compareFiles(shell: Shell, operator: string, left: string, right: string): boolean {
  const [a, b] = [statOf(shell, left), statOf(shell, right)]
  if (operator === '-ef') return a !== undefined && b !== undefined && isSame(a, b)
  const [older, newer] = operator === '-nt' ? [b, a] : [a, b]
  return newer !== undefined && (older === undefined || newer.mtime > older.mtime)
}

function isSame(a: FileStat, b: FileStat): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtime === b.mtime
}

function statOf({ task }: Shell, name: string): FileStat | undefined {
  try {
    return task.guest.files.stat(task.path(name), task.cred)
  } catch (error) {
    if (error instanceof Errno) return undefined
    throw error
  }
}

function holds(question: () => boolean): boolean {
  try {
    return question()
  } catch (error) {
    if (error instanceof Errno) return false
    throw error
  }
}
