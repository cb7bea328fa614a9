import type { Guest } from '../guest.js'
import { isSameName } from './names.js'

export interface Service {
  readonly name: string
  readonly displayName: string
  readonly status: 'Running' | 'Stopped'
  /** Of the program that it runs in; 0 where it is stopped, or nobody knows. */
  readonly pid: number
}

/** Those whose state the guest knows: the agent's own, and what sets the clock. */
export function servicesOf(guest: Guest): readonly Service[] {
  const agent = guest.processes.get(guest.agentPid)
  const isAgent = agent !== undefined && /qemu-ga/i.test(agent.argv[0] ?? '')
  return [
    { name: 'QEMU-GA', displayName: 'QEMU Guest Agent', status: isAgent ? 'Running' : 'Stopped', pid: agent?.pid ?? 0 },
    {
      ...{ name: 'W32Time', displayName: 'Windows Time', pid: 0 },
      status: guest.windows?.timeService.isRunning ? 'Running' : 'Stopped',
    },
  ]
}

export function serviceOf(guest: Guest, name: string): Service | undefined {
  return servicesOf(guest).find(it => isSameName(it.name, name) || isSameName(it.displayName, name))
}
