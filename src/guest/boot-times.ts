/** Since when the processes run that a guest has after its boot: as long as their units and logins say. */
import type { Clock } from './clock.js'
import type { SessionConfig } from './config.js'
import type { Process, Processes } from './processes.js'
import { groupOf } from './services/unit-processes.js'
import type { Services } from './services.js'

interface Machine {
  readonly clock: Clock
  readonly processes: Processes
  readonly services: Services
}

/** What no unit tells of has come up so long after the boot, one a little after the other; nanoseconds. */
const FIRST_UP = 1_000_000_000n
const NEXT_UP = 20_000_000n
const MICROSECOND = 1000n

/** `sessions`: who is logged in already. */
export function setBootTimes({ clock, processes, services }: Machine, sessions: readonly SessionConfig[] = []): void {
  const [now, booted] = [clock.inGuest(), clock.inGuest() - clock.uptime()]
  const set = (group: readonly Process[], at: bigint) => {
    const startedAt = at < booted ? booted : at > now ? now : at
    for (const { pid } of group) processes.change(pid, { startedAt })
  }
  const inGuest = (at: bigint) => now - (clock.now() - at)
  const logins = new Set(sessions.map(({ pid }) => pid))
  let up = FIRST_UP
  for (const process of processes.list()) {
    const isEarly = process.pid === 1 || process.ppid === 0 || process.ppid === 2
    set([process], isEarly ? booted : booted + up)
    if (!isEarly) up += NEXT_UP
  }
  for (const unit of services.list()) {
    if (unit.mainPid !== undefined && unit.since !== undefined) {
      set(groupOf(unit.mainPid, processes, logins), inGuest(unit.since))
    }
  }
  for (const { pid, time } of sessions) set(groupOf(pid, processes, new Set()), inGuest(time * MICROSECOND))
}
