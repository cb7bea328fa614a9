import { elsewhere } from '../define.js'
import { capturedOutput, guestExecStatus } from '../guest-exec-status.js'
import { unknownPid } from '../texts.js'
import { exitStatus } from './run-program.js'

/** From here on a status is an exception that nobody has caught: STATUS_ACCESS_VIOLATION, and -1 too. */
const FIRST_EXCEPTION = 0xc000_0000

export const guestExecStatusOnWindows = elsewhere(guestExecStatus, ({ guest, agent }, { pid }) => {
  const child = guest.children.status(Number(pid))
  if (child === undefined) throw unknownPid(agent.behaviour)
  if (child.ending === undefined) return { exited: false }
  const status = exitStatus(child.ending)
  const signed = BigInt(status | 0)
  const ending = status >= FIRST_EXCEPTION ? { signal: signed } : { exitcode: signed }
  return { exited: true, ...ending, ...capturedOutput(child, agent.behaviour) }
})
