/** What a process does about signals, as the masks of /proc/PID/status. */
import { caughtSignals } from '../daemons.js'
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'

/** 16 hexadecimal digits: bit 0 is signal 1. */
export function signalMask(guest: Guest, process: Process, disposition: 'ignore' | 'catch'): string {
  const caught = () => caughtSignals(guest, process).map(signal => [signal, 'catch'] as const)
  const dispositions = guest.tasks.get(process.pid)?.dispositions ?? caught()
  let mask = 0n
  for (const [signal, it] of dispositions) if (it === disposition) mask |= 1n << BigInt(signal - 1)
  return mask.toString(16).padStart(16, '0')
}
