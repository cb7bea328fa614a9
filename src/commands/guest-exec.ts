import { readEnviron, toEnviron } from '../guest/environ.js'
import { Errno } from '../guest/errno.js'
import { q } from '../qapi/descriptor.js'
import { decodeBase64 } from './base64.js'
import { defineCommand } from './define.js'
import { execFailed } from './texts.js'

const CaptureOutput = q.alternate(
  'GuestExecCaptureOutput',
  q.bool,
  q.enum('GuestExecCaptureOutputMode', ['none', 'stdout', 'stderr', 'separated', 'merged']),
)

const GuestExec = q.struct('GuestExec', { pid: q.doc('of the child', q.int) })

export const guestExec = defineCommand({
  name: 'guest-exec',
  since: '2.5',
  doc: 'Start a program in the guest; guest-exec-status tells what became of it.',
  args: {
    path: q.doc('a path, or a name to be found in PATH; no shell is involved unless it is one', q.str),
    arg: q.optional(q.doc('arguments, without the name of the program', q.list(q.str))),
    env: q.optional(q.doc('NAME=VALUE, the whole environment; inherited from the agent by default', q.list(q.str))),
    'input-data': q.optional(q.doc('its standard input, base64', q.str)),
    'capture-output': q.optional(
      q.doc(
        'keep what it prints: true as "separated", false as "none", the default; Windows knows no "merged"',
        q.became(q.bool, '8.1', CaptureOutput),
      ),
    ),
  },
  returns: GuestExec,
  run({ guest, agent }, { path, arg = [], env, 'input-data': input, 'capture-output': capture = false }) {
    const stdin = input === undefined ? undefined : decodeBase64(input)
    const environ = env ?? toEnviron(agent.env)
    try {
      const pid = guest.children.exec({
        path,
        args: arg,
        environ,
        // An environment without PATH leaves the search to the agent's own.
        searchPath: readEnviron(environ).PATH ?? agent.env.PATH,
        shellFallback: true,
        stdin,
        cwd: agent.cwd,
        user: agent.user,
        capture: typeof capture === 'boolean' ? (capture ? 'separated' : 'none') : capture,
      })
      return { pid: BigInt(pid) }
    } catch (error) {
      if (error instanceof Errno) throw execFailed(path, error, agent.behaviour)
      throw error
    }
  },
})
