/** Commands joined by pipes: each a process of its own, all of them at once. */
import type { Description } from '../../tasks/description.js'
import type { Inheritance } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import type { CommandNode, PipelineNode } from '../syntax-tree.js'
import { announcePart } from './announce.js'
import { runCommand } from './command.js'
import { forgetEnded } from './jobs-told.js'
import { restore } from './redirections.js'
import { literalOf } from './simple-command.js'
import { statusOf } from './status.js'
import { foreignJobs, forkShell } from './subshell.js'
import { timed } from './timed.js'

export function* runPipeline(shell: Shell, pipeline: PipelineNode, isFinal: boolean): Generator<Wait, void, void> {
  if (pipeline.timed) yield* timed(shell, pipeline.timePosix ?? false, runParts(shell, pipeline, false))
  else yield* runParts(shell, pipeline, isFinal && !pipeline.negated)
  if (pipeline.negated) shell.status = shell.status === 0 ? 1 : 0
}

function* runParts(shell: Shell, pipeline: PipelineNode, isFinal: boolean): Generator<Wait, void, void> {
  const [first, ...others] = pipeline.commands
  if (first === undefined) return
  if (others.length > 0) {
    yield* runPiped(shell, pipeline)
    return
  }
  yield* runCommand(shell, first, isFinal)
  setPipeStatus(shell, [shell.status])
}

function* runPiped(shell: Shell, { commands, pipeStderr = [] }: PipelineNode): Generator<Wait, void, void> {
  const pids: number[] = []
  let input: Description | undefined
  // The last one is part of this shell: what it reads into variables stays.
  const own = shell.shopt.has('lastpipe') && !shell.options.has('monitor') ? commands.at(-1) : undefined
  for (const [index, command] of commands.entries()) {
    const pipe = index < commands.length - 1 ? shell.task.pipe() : undefined
    const output = pipe?.writer
    const descriptors = {
      ...(input !== undefined && { 0: input }),
      ...(output !== undefined && { 1: output }),
      ...(output !== undefined && pipeStderr[index] && { 2: output }),
    }
    // Held here until the next one has it: a pipe that nobody has is closed.
    const reader = pipe?.reader.hold()
    yield* announcePart(shell, command)
    if (command === own && input !== undefined) yield* withInput(shell, input, runCommand(shell, command, false))
    else {
      const group = shell.controlsJobs ? { pgid: pids[0] ?? ('own' as const) } : {}
      pids.push(forkPart(shell, command, { descriptors, ...group }))
      input?.release()
    }
    input = reader
  }
  const ownStatus = shell.status
  shell.announced = undefined
  shell.isFailureTold = false
  const statuses: number[] = []
  for (const pid of pids) statuses.push(statusOf(yield* shell.task.wait(pid)))
  if (own !== undefined) statuses.push(ownStatus)
  setPipeStatus(shell, statuses)
  const failed = shell.options.has('pipefail') ? statuses.findLast(status => status !== 0) : undefined
  shell.status = failed ?? statuses.at(-1) ?? 0
  yield* forgetEnded(shell)
  shell.isExcused = false
}

/** `input` is held for it. */
function* withInput(shell: Shell, input: Description, work: Generator<Wait, void, void>): Generator<Wait, void, void> {
  const { descriptors } = shell.task
  const before = descriptors.has(0) ? descriptors.get(0).hold() : undefined
  descriptors.set(0, input)
  input.release()
  try {
    yield* work
  } finally {
    restore(shell, [[0, before]])
  }
}

function forkPart(shell: Shell, command: CommandNode, inheritance: Inheritance): number {
  function* work(sub: Shell): Generator<Wait, void, void> {
    if (shell.dialect.isBash && isJobs(command)) sub.jobs = jobs
    yield* runCommand(sub, command, true)
  }
  const jobs = foreignJobs(shell)
  return forkShell(shell, work, 'pipeline', inheritance).pid
}

/** Of all that bash does in a pipeline only this sees its jobs. */
function isJobs(command: CommandNode): boolean {
  return command.type === 'SimpleCommand' && command.name !== null && literalOf(command.name) === 'jobs'
}

function setPipeStatus(shell: Shell, statuses: readonly number[]): void {
  if (shell.dialect.isBash) shell.variables.setArray('PIPESTATUS', statuses.map(String))
}
