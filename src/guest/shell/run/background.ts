/** Jobs: statements that end in &. */
import { Null } from '../../tasks/description.js'
import type { Shell } from '../shell.js'
import type { Body, StatementNode } from '../syntax-tree.js'
import { forkShell } from './subshell.js'

const SIGINT = 2
const SIGQUIT = 3

/** Without job control a job reads nothing from where the shell does, and signals of a terminal don't reach it. */
export function startJob(shell: Shell, statement: StatementNode): void {
  const work = (sub: Shell) => {
    sub.task.dispositions.set(SIGINT, 'ignore')
    sub.task.dispositions.set(SIGQUIT, 'ignore')
    const inner = onlySubshell(statement)
    return inner === undefined ? sub.interpreter.list(sub, statement) : sub.interpreter.statements(sub, inner, true)
  }
  const { pid } = forkShell(shell, work, { descriptors: { 0: new Null() } })
  const number = Math.max(0, ...shell.jobs.filter(({ isGone }) => !isGone).map(job => job.number)) + 1
  const text = (statement.sourceText ?? '').replace(/\s*&\s*$/, '')
  shell.jobs.push({ number, pids: [pid], text })
  shell.lastBackground = pid
  shell.status = 0
}

/** `( … ) &` is one process: what is in the brackets, when there is nothing else. */
function onlySubshell({ pipelines: [pipeline, ...others] }: StatementNode): Body | undefined {
  const [command, ...more] = pipeline?.commands ?? []
  if (others.length > 0 || more.length > 0 || pipeline?.negated || pipeline?.timed) return undefined
  return command?.type === 'Subshell' && command.redirections.length === 0 ? command.body : undefined
}
