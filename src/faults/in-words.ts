/** What a rule does, for the time line and for its name. */
import type { Distribution } from './distribution.js'
import type { Effects, FaultRule, Garbage, Moment } from './rule.js'

/** "delay 6s, truncate 10" */
export function inWords(effects: Effects, delay?: bigint): string {
  const words = Object.entries(effects)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) =>
      name === 'delay' && delay !== undefined ? `delay ${seconds(delay)}` : describe(name, value),
    )
  return words.join(', ')
}

/** "guest-get-time: delay 6s" */
export function nameOf(on: readonly string[], effects: Effects): string {
  return `${on.join(' ')}: ${inWords(effects)}`
}

/** The name, and a number where it is taken. */
export function freeName(rule: FaultRule, isTaken: (name: string) => boolean): FaultRule {
  if (!isTaken(rule.name)) return rule
  for (let number = 2; ; number++) {
    const name = `${rule.name} (${number})`
    if (!isTaken(name)) return { ...rule, name }
  }
}

/** Nanoseconds as "6s", "0.25s". */
export function seconds(nanoseconds: bigint): string {
  const fraction = (nanoseconds % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '')
  return `${nanoseconds / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`
}

function describe(name: string, value: unknown): string {
  switch (name as keyof Effects) {
    case 'delay':
      return `delay ${distribution(value as Distribution)}`
    case 'error':
      return `error "${(value as NonNullable<Effects['error']>).desc}"`
    case 'return':
      return 'another reply'
    case 'bytes':
      return 'other bytes'
    case 'exhaust':
      return `short of ${value}`
    case 'crash':
      return crash(value as NonNullable<Effects['crash']>)
    case 'deaf':
    case 'port':
      return lasting(name === 'port' ? 'port closed' : name, value as { duration?: bigint })
    case 'garbage':
      return `garbage ${Object.keys(value as Garbage).join(' and ')}`
    case 'chunks':
      return 'in chunks'
    case 'bandwidth':
      return `${value} bytes/s`
    case 'truncate':
    case 'duplicate':
      return `${name} ${value}`
    case 'disconnect':
    case 'reset':
      return `${name} ${value as Moment}`
    default:
      return name
  }
}

function crash({ moment, restart }: NonNullable<Effects['crash']>): string {
  return `crash ${moment}${restart === undefined ? '' : `, restart in ${seconds(restart)}`}`
}

function lasting(what: string, { duration }: { readonly duration?: bigint }): string {
  return duration === undefined ? what : `${what} for ${seconds(duration)}`
}

function distribution(it: Distribution): string {
  switch (it.kind) {
    case 'fixed':
      return seconds(it.value)
    case 'range':
      return `${seconds(it.from)} to ${seconds(it.to)}`
    case 'normal':
      return `about ${seconds(it.mean)}`
    case 'percentiles':
      return it.points.map(([percent, value]) => `p${percent} ${seconds(value)}`).join(' ')
  }
}
