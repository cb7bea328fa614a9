import type { ProgramCondition } from '../config.js'
import type { Guest } from '../guest.js'
import { wildcard } from '../wildcard.js'

/** Whether things stand in a guest as an entry of `programs` wants them; `asking` is the process that asks. */
export function isSo({ frozen, uptime, exists, running }: ProgramCondition, guest: Guest, asking: number): boolean {
  const { mounts, clock, files, processes } = guest
  if (frozen !== undefined && frozen !== mounts.table.some(mount => mounts.isFrozen(mount))) return false
  const up = clock.uptime()
  if (uptime !== undefined && (up < (uptime.from ?? 0n) || (uptime.to !== undefined && up >= uptime.to))) return false
  if (exists !== undefined && !files.exists(exists)) return false
  if (running === undefined) return true
  const pattern = wildcard(running)
  return processes.list().some(({ pid, argv }) => pid !== asking && pattern.test(argv.join(' ')))
}
