/** The conditions of an object, with the times at which they came about. */

export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason?: string | undefined
  readonly message?: string | undefined
  /** Kubernetes writes null for no time at all. */
  readonly lastProbeTime: string | null
  readonly lastTransitionTime: string | null
  readonly [name: string]: string | null | undefined
}

/** Which of the two times tells when it came about. */
export type Timed = 'probe' | 'transition' | 'both' | 'never'

export interface Claim {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason?: string | undefined
  readonly message?: string | undefined
  readonly timed: Timed
}

/** What is claimed now; what was claimed before keeps its times. Those that have come later stand behind. */
export function conditionsNow(before: readonly Condition[], claims: readonly Claim[], now: string): Condition[] {
  const stay = before.flatMap(condition => claims.filter(({ type }) => type === condition.type))
  const come = claims.filter(claim => !stay.includes(claim))
  return [...stay, ...come].map(claim => {
    const kept = before.find(condition => isSame(condition, claim))
    return kept ?? conditionOf(claim, now)
  })
}

export function conditionOf({ timed, ...claim }: Claim, now: string): Condition {
  return {
    ...claim,
    lastProbeTime: timed === 'probe' || timed === 'both' ? now : null,
    lastTransitionTime: timed === 'transition' || timed === 'both' ? now : null,
  }
}

function isSame(condition: Condition, { type, status, reason }: Claim): boolean {
  return condition.type === type && condition.status === status && condition.reason === reason
}
