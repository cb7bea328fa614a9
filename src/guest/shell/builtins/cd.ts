import { Errno } from '../../errno.js'
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { readOptions } from './options.js'
import { changeDirectory, logicalDirectory, physicalDirectory } from './paths.js'

export const cd: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const options = yield* readOptions(shell, name, args, isBash ? 'LPe@' : 'LP')
  if (typeof options === 'number') return options
  if (options.rest.length > 1 && isBash) return yield* refuse(shell, name, 'too many arguments')
  const [operand] = options.rest
  const wanted = yield* target(shell, name, operand)
  if (typeof wanted === 'number') return wanted
  const isPhysical = (options.last('L', 'P') ?? (shell.options.has('physical') ? 'P' : 'L')) === 'P'
  if (wanted === '' || (wanted === undefined && !isBash)) return 0
  const { path, isTold } = find(shell, wanted ?? '')
  try {
    changeDirectory(shell, path, isPhysical)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* cannot(shell, name, wanted ?? '', error)
  }
  if (isTold || operand === '-') yield* shell.print(`${logicalDirectory(shell)}\n`)
  return 0
}

/** What the operand means: without one HOME, and - where the shell was before. */
function* target(
  shell: Shell,
  name: string,
  operand: string | undefined,
): Generator<Wait, string | number | undefined, void> {
  const { variables, dialect } = shell
  if (operand === undefined) {
    const home = variables.text('HOME')
    return home === undefined && dialect.isBash ? yield* refuse(shell, name, 'HOME not set') : home
  }
  if (operand !== '-') return operand
  const before = variables.text('OLDPWD')
  if (before !== undefined && before !== '') return before
  return dialect.isBash ? yield* refuse(shell, name, 'OLDPWD not set') : logicalDirectory(shell)
}

/** Through CDPATH. `isTold`: where it is has to be said. */
function find(shell: Shell, wanted: string): { path: string; isTold: boolean } {
  const { task, variables } = shell
  const search = variables.text('CDPATH') ?? ''
  if (search === '' || /^\.{0,2}(?:\/|$)/.test(wanted)) return { path: wanted, isTold: false }
  for (const directory of search.split(':')) {
    const path = directory === '' ? wanted : `${directory.replace(/\/$/, '')}/${wanted}`
    const full = task.path(path)
    const { files } = task.guest
    if (files.exists(full, task.cred) && files.stat(full, task.cred).kind === 'directory') {
      return { path, isTold: directory !== '' }
    }
  }
  return { path: wanted, isTold: false }
}

function* cannot(shell: Shell, name: string, path: string, error: Errno): Generator<Wait, number, void> {
  if (shell.dialect.isBash) return yield* refuse(shell, name, `${path}: ${error.text}`)
  const why = shell.dialect.name === 'ash' ? `: ${error.text}` : ''
  throw yield* failed(shell, name, `can't cd to ${path}${why}`)
}

export const pwd: Builtin = function* (shell, args, name) {
  const options = yield* readOptions(shell, name, args, 'LP')
  if (typeof options === 'number') return options
  const isPhysical = (options.last('L', 'P') ?? (shell.options.has('physical') ? 'P' : 'L')) === 'P'
  yield* shell.print(`${isPhysical ? physicalDirectory(shell) : logicalDirectory(shell)}\n`)
  return 0
}
