import { toEnviron } from '../guest/environ.js'
import { Errno } from '../guest/errno.js'
import type { Ending } from '../guest/processes.js'
import type { Wait } from '../guest/wait.js'
import type { CommandContext } from './define.js'
import { type ChildTask, childFailed, execInChildFailed } from './texts.js'

/** What a child exits with that could not execute its program. */
const EXIT_FAILURE = 1

/** What came of a program that the agent waited for. */
export interface Ended {
  readonly ending: Ending
  /** What it wrote to standard output and standard error, in that order of time. */
  readonly output: Uint8Array
}

/**
 * Runs a program as the agent's child and waits until it has ended. A child that can't execute it says so, and ends with
 * status 1.
 */
export function* runProgram(
  { guest, agent }: CommandContext,
  path: string,
  args: readonly string[],
  stdin: Uint8Array = new Uint8Array(0),
): Generator<Wait, Ended, void> {
  let ended: Ended = { ending: { exitCode: EXIT_FAILURE }, output: new Uint8Array(0) }
  yield resume => {
    try {
      const request = {
        path,
        args,
        stdin,
        environ: toEnviron(agent.env),
        searchPath: agent.env.PATH,
        cwd: agent.cwd,
        user: agent.user,
        capture: 'merged' as const,
      }
      guest.children.run(request, (ending, { stdout }) => {
        ended = { ending, output: stdout.bytes }
        resume()
      })
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      ended = { ...ended, output: Buffer.from(execInChildFailed(path, error)) }
      resume()
    }
  }
  return ended
}

/** The same; throws QapiError unless the program succeeds, worded for what it was to do. */
export function* runFor(
  task: ChildTask,
  context: CommandContext,
  path: string,
  args: readonly string[],
  stdin?: Uint8Array,
): Generator<Wait, void, void> {
  const ended = yield* runProgram(context, path, args, stdin)
  if ('signal' in ended.ending || ended.ending.exitCode !== 0) throw childFailed(task, ended, context.agent.behaviour)
}

/** access(2) with X_OK, as who the agent is: undefined, or why it isn't executable. */
export function whyNotExecutable({ guest, agent }: CommandContext, path: string): Errno | undefined {
  try {
    guest.files.access(path, 'x', guest.users.credentials(agent.user))
    return undefined
  } catch (error) {
    if (error instanceof Errno) return error
    throw error
  }
}

/** The first file of that name in the agent's PATH that is executable. */
export function findInPath(context: CommandContext, name: string): string | undefined {
  const candidates = (context.agent.env.PATH ?? '').split(':').map(directory => `${directory}/${name}`)
  return candidates.find(
    path => whyNotExecutable(context, path) === undefined && context.guest.files.stat(path).kind === 'file',
  )
}
