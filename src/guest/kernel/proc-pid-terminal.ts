/** Which terminal a process belongs to. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { comm, isKernelThread } from './proc-pid-names.js'

export interface Terminal {
  /** Without /dev/: "pts/0". */
  readonly name: string
  /** As in /proc/PID/stat. */
  readonly number: number
  /** The process group in its foreground. */
  readonly foreground: number
}

/** By the prefix of its name: major number, and the minor one of the first. */
const DEVICES: readonly (readonly [prefix: string, major: number, minor: number])[] = [
  ['pts/', 136, 0],
  ['ttyS', 4, 64],
  ['ttyAMA', 204, 64],
  ['hvc', 229, 0],
  ['tty', 4, 0],
]

/** The process group: its own where nothing else is known; none of the kernel's. */
export function groupOf(process: Process): number {
  return isKernelThread(process) ? 0 : (process.pgid ?? process.pid)
}

export function sessionOf(process: Process): number {
  return isKernelThread(process) ? 0 : (process.sid ?? process.pid)
}

/** The terminal of its session: the one that utmp has somebody logged in on, or that a getty waits at. */
export function terminalOf(guest: Guest, process: Process): Terminal | undefined {
  if (isKernelThread(process)) return undefined
  const session = sessionOf(process)
  const leader = guest.processes.get(session)
  const record = guest.users.sessions().find(({ pid, line }) => pid === session && pid !== 0 && line !== '')
  const name = record?.line ?? (leader === undefined ? undefined : gettyLine(leader))
  const number = name === undefined ? undefined : terminalNumber(name)
  if (name === undefined || number === undefined) return undefined
  const youngest = guest.processes.list().findLast(other => sessionOf(other) === session) ?? process
  return { name, number, foreground: groupOf(youngest) }
}

/** "tty" as its argument, or "-" for the one that it was started on: what kind of terminal that is tells which. */
function gettyLine(process: Process): string | undefined {
  if (!/^(?:ag|min|m)?getty$/.test(comm(process))) return undefined
  const words = process.argv.slice(1)
  const named = words.find(word => terminalNumber(word) !== undefined)
  return named ?? (words.at(-1) === 'linux' ? 'tty1' : 'ttyS0')
}

/** As stat(2) encodes it. */
function terminalNumber(name: string): number | undefined {
  for (const [prefix, major, first] of DEVICES) {
    const digits = name.startsWith(prefix) ? name.slice(prefix.length) : ''
    if (!/^\d{1,5}$/.test(digits)) continue
    const minor = first + Number(digits)
    return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)
  }
  return undefined
}
