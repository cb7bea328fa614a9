import { Errno } from '../../errno.js'
import type { Tool } from '../tool.js'

/** kill(2) of one process. Throws ESRCH, EPERM. */
export function sendSignal({ guest, cred, user }: Tool, pid: number, signal: number): void {
  const target = guest.processes.get(pid)
  if (target === undefined) throw new Errno('ESRCH')
  if (cred.uid !== 0 && target.user !== user) throw new Errno('EPERM')
  guest.processes.signal(pid, signal)
}
