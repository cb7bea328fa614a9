/** One life of a guest, from the start of its pod to the end of it. Times are written as RFC 3339. */
import type { Vm } from '../../../vm.js'
import type { GuestAgent } from '../guest-agent/guest-agent.js'
import type { GuestInfo } from '../guest-agent/guest-info.js'
import { type Condition, conditionsNow } from './conditions.js'
import { isFinal, type Phase, pauseOf } from './life.js'
import { claimsOf } from './vmi-conditions.js'

export interface Instance {
  readonly uid: string
  readonly createdAt: string
  /** When its deletion was asked for. */
  readonly deletedAt: string | undefined
  readonly phases: readonly { readonly phase: Phase; readonly since: string }[]
  readonly conditions: readonly Condition[]
  readonly info: GuestInfo
  /** How often it has changed. */
  readonly generation: number
}

/** Its pod is there, and QEMU about to begin. */
export function newInstance(uid: string, createdAt: string): Instance {
  const phases = (['Pending', 'Scheduling', 'Scheduled'] as const).map(phase => ({ phase, since: createdAt }))
  return { uid, createdAt, deletedAt: undefined, phases, conditions: [], info: {}, generation: 0 }
}

export function phaseNow({ phases }: Instance): Phase {
  return phases.at(-1)?.phase ?? 'Pending'
}

export interface Present {
  readonly vm: Vm
  readonly agent: GuestAgent
  readonly phase: Phase
  readonly now: string
}

/** What it has come to. What has ended stays as it was then. */
export function instanceNow(instance: Instance, { vm, agent, phase, now }: Present): Instance {
  const hasEnded = isFinal(phase)
  const isFirst = instance.generation === 0
  const known = (type: string) => instance.conditions.find(condition => condition.type === type)
  const isAgentConnected = hasEnded ? known('AgentConnected') !== undefined : agent.isConnected
  // Only a connected agent is judged.
  const agentNotSupported =
    isAgentConnected && !hasEnded ? agent.notSupported : known('AgentVersionNotSupported')?.reason
  const claims = claimsOf({ phase, pausedBy: pauseOf(vm), isAgentConnected, agentNotSupported })
  const since = isFirst && !hasEnded ? instance.createdAt : now
  return {
    ...instance,
    phases: phaseNow(instance) === phase ? instance.phases : [...instance.phases, { phase, since }],
    conditions: conditionsNow(instance.conditions, claims, since),
    info: hasEnded ? instance.info : agent.known(),
  }
}
