import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import type { Body } from '../syntax-tree.js'

/** A list whose status decides: set -e does nothing in it. */
export function* holds(shell: Shell, statements: Body): Generator<Wait, boolean, void> {
  shell.conditions++
  try {
    yield* shell.interpreter.statements(shell, statements)
  } finally {
    shell.conditions--
  }
  return shell.status === 0
}
