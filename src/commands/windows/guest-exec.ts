import { Errno } from '../../guest/errno.js'
import { fromCommandLine, LONGEST_COMMAND_LINE, toCommandLine } from '../../guest/windows/command-line.js'
import { serviceEnviron } from '../../guest/windows/service-environment.js'
import { valueNotAccepted } from '../../qapi/errors.js'
import { decodeBase64 } from '../base64.js'
import { elsewhere } from '../define.js'
import { guestExec } from '../guest-exec.js'
import { searchPathOf } from './run-program.js'
import { commandLineTooLong, execFailed } from './texts.js'

export const guestExecOnWindows = elsewhere(
  guestExec,
  ({ guest, agent }, { path, arg = [], env, 'input-data': input, 'capture-output': capture = false }) => {
    // No value of the enum on Windows, where only the last of the arguments tells.
    if (capture === 'merged') throw valueNotAccepted('capture-output', capture)
    const stdin = input === undefined ? undefined : decodeBase64(input)
    // GLib's spawn doesn't take one pipe without the other here, and returns no error that the agent could tell.
    if (capture === 'stdout' || capture === 'stderr') agent.abort('g_spawn_async_with_pipes failed without an error')
    const line = toCommandLine([path, ...arg])
    if (line.length >= LONGEST_COMMAND_LINE) throw commandLineTooLong(agent.behaviour)
    const environ = env ?? serviceEnviron(guest, agent.env)
    try {
      const pid = guest.children.exec({
        path,
        args: fromCommandLine(line).slice(1),
        environ,
        searchPath: searchPathOf(environ),
        stdin,
        cwd: agent.cwd,
        user: agent.user,
        capture: capture === true || capture === 'separated' ? 'separated' : 'none',
      })
      return { pid: BigInt(pid) }
    } catch (error) {
      if (error instanceof Errno) throw execFailed(error, agent.behaviour)
      throw error
    }
  },
)
