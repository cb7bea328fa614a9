/** How likely the kernel would end a process when memory runs out. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { memoryOf } from './proc-pid-memory.js'
import { comm, isKernelThread } from './proc-pid-names.js'

/** As their units, or they themselves, set it. */
const ADJUSTED: Readonly<Record<string, number>> = {
  auditd: -1000,
  'dbus-broker-lau': -900,
  'dbus-broker': -900,
  'dbus-daemon': -900,
  sshd: -1000,
  'systemd-journal': -250,
  'systemd-udevd': -1000,
}

export function oomScoreAdjustment(process: Process): number {
  const name = comm(process)
  return (Object.hasOwn(ADJUSTED, name) && ADJUSTED[name]) || 0
}

/** In thousandths of all memory: what it takes, made to be never below 0 (fs/proc/base.c). */
export function oomScore(guest: Guest, process: Process): number {
  if (isKernelThread(process) || process.pid === 1) return 0
  const { resident, pageTables } = memoryOf(guest, process)
  const adjustment = oomScoreAdjustment(process)
  if (adjustment === -1000) return 0
  const taken = Math.floor((resident + pageTables) / (Number(guest.config.memory.size) / 1024 / 1000))
  return Math.floor(((1000 + taken + adjustment) * 2) / 3)
}
