/** Assignments before a command: they hold while it runs, and its environment has them. */
import type { Wait } from '../../wait.js'
import { assign } from '../expand/assign.js'
import type { Shell } from '../shell.js'
import type { AssignmentNode } from '../syntax-tree.js'
import type { Variable } from '../variables.js'
import { traceAssignments, traceWords } from './trace.js'

/** `isKept`: as before POSIX' special builtins, they stay. `words`: of the command, for set -x. */
export function* withAssignments(
  shell: Shell,
  assignments: readonly AssignmentNode[],
  isKept: boolean,
  work: Generator<Wait, void, void>,
  words: readonly string[],
): Generator<Wait, void, void> {
  const before = new Map<string, Variable | undefined>()
  for (const assignment of assignments) {
    const [name = ''] = assignment.name.split('[')
    const known = shell.variables.own(name)
    if (!before.has(name)) before.set(name, known === undefined ? undefined : { ...known })
    yield* assign(shell, assignment)
    shell.variables.writable(name).isExported = true
  }
  yield* traceAssignments(shell, assignments)
  yield* traceWords(shell, words)
  try {
    yield* work
  } finally {
    if (!isKept) for (const [name, variable] of before) putBack(shell, name, variable)
  }
}

function putBack(shell: Shell, name: string, before: Variable | undefined): void {
  const now = shell.variables.own(name)
  if (now?.isReadonly) return
  if (before === undefined) {
    shell.variables.unset(name)
    return
  }
  const variable = shell.variables.writable(name)
  for (const key of Object.keys(variable)) delete variable[key as keyof Variable]
  Object.assign(variable, before)
}
