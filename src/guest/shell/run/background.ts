/** Jobs: statements that end in &. */
import { Null } from '../../tasks/description.js'
import { nextNumber } from '../builtins/job-table.js'
import type { Shell } from '../shell.js'
import type { Body, StatementNode } from '../syntax-tree.js'
import { forkShell } from './subshell.js'

const SIGINT = 2
const SIGQUIT = 3

/**
 * Without job control a job reads nothing from where the shell does, and signals of a terminal don't reach it; with it, it
 * has a process group.
 */
export function startJob(shell: Shell, statement: StatementNode): void {
  const hasGroup = shell.controlsJobs
  const work = (sub: Shell) => {
    if (!hasGroup) for (const signal of [SIGINT, SIGQUIT]) sub.task.dispositions.set(signal, 'ignore')
    const inner = onlySubshell(statement)
    return inner === undefined ? sub.interpreter.list(sub, statement) : sub.interpreter.statements(sub, inner, true)
  }
  const { pid } = forkShell(shell, work, 'job', hasGroup ? { pgid: 'own' } : { descriptors: { 0: new Null() } })
  const number = nextNumber(shell)
  const source = (statement.sourceText ?? '').replace(/\s*&\s*$/, '')
  const text = onlySubshell(statement) === undefined ? source : source.replace(/^\(\s*(.*?)[\s;]*\)$/s, '( $1 )')
  shell.jobs.push({ number, pids: [pid], text, hasGroup })
  shell.lastBackground = pid
  shell.status = 0
}

/** `( … ) &` is one process: what is in the brackets, when there is nothing else. */
function onlySubshell({ pipelines: [pipeline, ...others] }: StatementNode): Body | undefined {
  const [command, ...more] = pipeline?.commands ?? []
  if (others.length > 0 || more.length > 0 || pipeline?.negated || pipeline?.timed) return undefined
  return command?.type === 'Subshell' && command.redirections.length === 0 ? command.body : undefined
}
