/** Lists: statements one after the other, joined by && and ||, in the background. */
import type { Wait } from '../../wait.js'
import { Exit } from '../control.js'
import type { Shell } from '../shell.js'
import type { Body, StatementNode } from '../syntax-tree.js'
import { startJob } from './background.js'
import { runPipeline } from './pipeline.js'
import { noScript } from './syntax-errors.js'
import { runPendingTraps, runTrap } from './traps.js'

/** `isFinal`: nothing is to be done behind it, so that its last command may take this process. */
export function* runStatements(shell: Shell, statements: Body, isFinal = false): Generator<Wait, void, void> {
  for (const [index, statement] of statements.entries()) {
    yield* runStatement(shell, statement, isFinal && index === statements.length - 1)
  }
}

function* runStatement(shell: Shell, statement: StatementNode, isFinal: boolean): Generator<Wait, void, void> {
  if (shell.options.has('noexec')) return
  yield* shell.task.work()
  yield* runPendingTraps(shell)
  if (statement.deferredError !== undefined) throw noScript(shell, statement.deferredError.token)
  if (statement.background) {
    startJob(shell, statement)
    return
  }
  yield* runList(shell, statement, isFinal)
}

/** The pipelines of a statement, as far as && and || let them. */
export function* runList(shell: Shell, statement: StatementNode, isFinal: boolean): Generator<Wait, void, void> {
  const { pipelines, operators } = statement
  const last = pipelines.length - 1
  for (const [index, pipeline] of pipelines.entries()) {
    const operator = index === 0 ? ';' : operators[index - 1]
    if (operator === '&&' ? shell.status !== 0 : operator === '||' && shell.status === 0) continue
    // Its status is looked at by what comes behind: set -e and the trap of ERR leave it alone.
    const isCondition = index < last && operators[index] !== ';'
    if (isCondition || pipeline.negated) {
      shell.conditions++
      try {
        yield* runPipeline(shell, pipeline, false)
      } finally {
        shell.conditions--
        shell.isExcused = true
      }
      continue
    }
    yield* runPipeline(shell, pipeline, isFinal && index === last)
    yield* afterFailure(shell)
  }
  yield* runPendingTraps(shell)
}

/** What a command that has failed brings about: the trap of ERR, and with set -e the end. */
function* afterFailure(shell: Shell): Generator<Wait, void, void> {
  const { status } = shell
  if (status === 0 || shell.conditions > 0 || shell.isExcused) return
  // A loop or a group that ends with what has failed has it told already.
  if (!shell.isFailureTold) yield* runTrap(shell, 'ERR')
  shell.isFailureTold = true
  shell.status = status
  if (shell.options.has('errexit')) throw new Exit(status)
}
