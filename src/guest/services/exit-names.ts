/** How systemd names exit codes: those of LSB's init scripts, and its own from 200 on (systemd.exec(5)). */
import type { Ending } from '../processes.js'
import { signalName } from '../programs/signals.js'

const NAMES: Readonly<Record<number, string>> = {
  0: 'SUCCESS',
  1: 'FAILURE',
  2: 'INVALIDARGUMENT',
  3: 'NOTIMPLEMENTED',
  4: 'NOPERMISSION',
  5: 'NOTINSTALLED',
  6: 'NOTCONFIGURED',
  7: 'NOTRUNNING',
  200: 'CHDIR',
  203: 'EXEC',
  216: 'GROUP',
  217: 'USER',
  226: 'NAMESPACE',
  238: 'STATE_DIRECTORY',
}

/** "1/FAILURE", "9/KILL" */
export function exitName(ending: Ending): string {
  if ('signal' in ending) return `${ending.signal}/${signalName(ending.signal) ?? 'n/a'}`
  return `${ending.exitCode}/${NAMES[ending.exitCode] ?? 'n/a'}`
}
