import { readEnviron } from '../../guest/environ.js'
import { Errno } from '../../guest/errno.js'
import type { Ending } from '../../guest/processes.js'
import type { Wait } from '../../guest/wait.js'
import { serviceEnviron } from '../../guest/windows/service-environment.js'
import type { CommandContext } from '../define.js'

export interface Ended {
  /** 32 bits without a sign, as GetExitCodeProcess gives it. */
  readonly status: number
  readonly output: string
}

/** TerminateProcess is told what the process shall have exited with; taskkill says 1. */
const KILLED = 1

/** What a process of Windows exits with. */
export function exitStatus(ending: Ending): number {
  return 'signal' in ending ? KILLED : ending.exitCode >>> 0
}

/** PATH of an environment, in whatever letters it is spelt. */
export function searchPathOf(environ: readonly string[]): string | undefined {
  const [, path] = Object.entries(readEnviron(environ)).find(([name]) => name.toUpperCase() === 'PATH') ?? []
  return path
}

/** Runs a program as the agent's child and waits until it has ended. An Errno: it can't be executed. */
export function* runProgram(
  { guest, agent }: CommandContext,
  path: string,
  args: readonly string[],
): Generator<Wait, Ended | Errno, void> {
  let ended: Ended | Errno = { status: 0, output: '' }
  yield resume => {
    const environ = serviceEnviron(guest, agent.env)
    const { cwd, user } = agent
    const request = { path, args, environ, searchPath: searchPathOf(environ), stdin: new Uint8Array(0), cwd, user }
    try {
      guest.children.run({ ...request, capture: 'merged' }, (ending, { stdout }) => {
        ended = { status: exitStatus(ending), output: Buffer.from(stdout.bytes).toString('utf8') }
        resume()
      })
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      ended = error
      resume()
    }
  }
  return ended
}
