/** Whether things stand in a guest as a fault rule or an entry of the time line wants them. */
import type { Agent } from './agent/agent.js'
import type { GuestCondition, Span } from './faults/rule.js'
import type { Guest } from './guest/guest.js'
import { wildcard } from './guest/wildcard.js'

export function holds(condition: GuestCondition, guest: Guest, agent: Agent): boolean {
  const { frozen, frozenFor, uptime, exists, running } = condition
  if (frozen !== undefined && frozen !== agent.frozen) return false
  if (frozenFor !== undefined && !isWithin(agent.frozenFor, frozenFor)) return false
  if (uptime !== undefined && !isWithin(guest.clock.uptime(), uptime)) return false
  if (exists !== undefined && !guest.files.exists(exists)) return false
  if (running === undefined) return true
  const pattern = wildcard(running)
  return guest.processes.list().some(({ argv }) => pattern.test(argv.join(' ')))
}

function isWithin(duration: bigint | undefined, { from = 0n, to }: Span): boolean {
  return duration !== undefined && duration >= from && (to === undefined || duration < to)
}
