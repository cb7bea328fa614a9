/** What the conditions of a VirtualMachineInstance claim. */
import type { Claim } from './conditions.js'
import type { Phase } from './life.js'

export interface Circumstances {
  readonly phase: Phase
  readonly pausedBy: 'PausedByUser' | 'PausedByMigrationMonitor' | undefined
  readonly isAgentConnected: boolean
  /** Why KubeVirt doesn't support the agent. */
  readonly agentNotSupported: string | undefined
}

/** Its pod isn't ready where the guest isn't: there is a gate for that. */
const GATE = 'the status of pod readiness gate "kubevirt.io/virtual-machine-unpaused" is not "True", but False'

const PAUSED = {
  PausedByUser: 'VMI was paused by user',
  PausedByMigrationMonitor: 'VMI was paused by the migration monitor',
} as const

export function claimsOf({ phase, pausedBy, isAgentConnected, agentNotSupported }: Circumstances): Claim[] {
  const isPaused = phase === 'Running' && pausedBy !== undefined
  const claims: Claim[] = [
    readiness(phase, isPaused),
    { type: 'LiveMigratable', status: 'True', timed: 'never' },
    { type: 'StorageLiveMigratable', status: 'True', timed: 'never' },
  ]
  if (isAgentConnected) claims.push({ type: 'AgentConnected', status: 'True', timed: 'probe' })
  if (agentNotSupported !== undefined) {
    claims.push({ type: 'AgentVersionNotSupported', status: 'True', reason: agentNotSupported, timed: 'probe' })
  }
  if (isPaused)
    claims.push({ type: 'Paused', status: 'True', reason: pausedBy, message: PAUSED[pausedBy], timed: 'both' })
  return claims
}

function readiness(phase: Phase, isPaused: boolean): Claim {
  if (isPaused) {
    return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: GATE, timed: 'transition' }
  }
  if (phase === 'Running') return { type: 'Ready', status: 'True', timed: 'transition' }
  if (phase === 'Succeeded' || phase === 'Failed') {
    const message = 'virt-launcher pod is terminating'
    return { type: 'Ready', status: 'False', reason: 'PodTerminating', message, timed: 'both' }
  }
  const message = 'Guest VM is not reported as running'
  return { type: 'Ready', status: 'False', reason: 'GuestNotRunning', message, timed: 'both' }
}
