/** What virt-launcher asks an agent for by itself, and how often. */

export interface Poll {
  /** In this order. */
  readonly commands: readonly string[]
  /** Seconds from one time to the next. */
  readonly interval: number
  /** The first times come earlier: 10 s after the agent has connected, then 20, 40, 80 and so on. */
  readonly isHurried: boolean
}

export const polls: readonly Poll[] = [
  { commands: ['guest-info'], interval: 300, isHurried: true },
  {
    commands: ['guest-network-get-interfaces', 'guest-get-osinfo', 'guest-get-timezone', 'guest-get-host-name'],
    interval: 120,
    isHurried: true,
  },
  { commands: ['guest-get-fsinfo'], interval: 300, isHurried: true },
  { commands: ['guest-get-users'], interval: 10, isHurried: false },
  { commands: ['guest-fsfreeze-status'], interval: 5, isHurried: false },
]

/** Nanoseconds until it is asked again, of one that was asked so many times since the agent has connected. */
export function intervalAfter({ interval, isHurried }: Poll, times: number): bigint {
  const seconds = isHurried ? Math.min(10 * 2 ** (times - 1), interval) : interval
  return BigInt(seconds) * 1_000_000_000n
}
