/** Paths as shells keep them: with the symbolic links by which they were reached. */
import { Errno } from '../../errno.js'
import type { Shell } from '../shell.js'

/** An absolute path without `.` and `..`, which take back what stands before them. Two slashes at the beginning stay two. */
export function withoutDots(path: string): string {
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return `${/^\/\/(?!\/)/.test(path) ? '//' : '/'}${kept.join('/')}`
}

/** Where the shell is, as `pwd` says it. */
export function logicalDirectory(shell: Shell): string {
  return shell.task.cwd
}

/** The same without symbolic links. */
export function physicalDirectory({ task }: Shell): string {
  return task.guest.files.realpath(task.cwd)
}

/** Throws ENOENT, ENOTDIR, EACCES. */
export function changeDirectory(shell: Shell, path: string, isPhysical: boolean): void {
  const { task } = shell
  const full = path.startsWith('/') ? path : `${logicalDirectory(shell).replace(/\/$/, '')}/${path}`
  if (path === '') throw new Errno('ENOENT')
  if (isPhysical) {
    task.chdir(full)
    task.cwd = task.guest.files.realpath(full)
  } else {
    const target = withoutDots(full)
    // `..` behind what isn't there leads nowhere.
    task.guest.files.stat(full, task.cred)
    task.chdir(target)
  }
  const { variables } = shell
  const before = variables.text('PWD')
  if (before !== undefined) setExported(shell, 'OLDPWD', before)
  setExported(shell, 'PWD', task.cwd)
}

function setExported({ variables, dialect }: Shell, name: string, text: string): void {
  variables.set(name, text)
  if (dialect.isBash) variables.writable(name).isExported = true
}

/** With ~ for the home directory, as `dirs` shows it. */
export function withTilde({ variables }: Shell, path: string): string {
  const home = variables.text('HOME')
  if (home === undefined || home === '' || home === '/') return path
  if (path === home) return '~'
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}
