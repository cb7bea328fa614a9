import type { Program } from '../../programs/program.js'
import { lines, notSimulated } from './options.js'

export const whoami: Program = ({ argv, guest, pid }) => {
  if (argv.length > 1) return notSimulated('only whoami without options is simulated')
  const user = guest.processes.get(pid)?.user ?? 'SYSTEM'
  const domain = user === 'SYSTEM' ? 'nt authority' : (guest.windows?.computerName ?? guest.hostname)
  return { stdout: lines(`${domain}\\${user}`.toLowerCase()) }
}
