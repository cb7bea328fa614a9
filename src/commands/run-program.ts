import { toEnviron } from '../guest/environ.js'
import { Errno } from '../guest/errno.js'
import type { Ending } from '../guest/processes.js'
import type { Wait } from '../guest/wait.js'
import type { CommandContext } from './define.js'

/** What a child exits with that could not execute its program. */
const EXIT_FAILURE = 1

/** Runs a program as the agent's child and waits until it has ended. One that can't be executed ends with status 1. */
export function* runProgram(
  { guest, agent }: CommandContext,
  path: string,
  args: readonly string[],
  stdin: Uint8Array = new Uint8Array(0),
): Generator<Wait, Ending, void> {
  let ending: Ending = { exitCode: EXIT_FAILURE }
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
      }
      guest.children.run(request, how => {
        ending = how
        resume()
      })
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      resume()
    }
  }
  return ending
}
