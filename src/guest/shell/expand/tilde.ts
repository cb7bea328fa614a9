/** ~, ~user and ~- */
import type { Shell } from '../shell.js'

/** Undefined where it stands for itself. */
export function expandTilde(shell: Shell, user: string | null): string | undefined {
  const { task, variables, dialect } = shell
  if (user === null || user === '') {
    // dash asks nobody but the variable.
    return variables.text('HOME') ?? (dialect.isBash ? task.guest.users.byName(task.user)?.home : undefined)
  }
  if (dialect.isBash && (user === '-' || user === '+')) return variables.text(user === '-' ? 'OLDPWD' : 'PWD')
  return task.guest.users.byName(user)?.home
}
