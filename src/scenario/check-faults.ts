/** What the schema can't see in fault rules. */
import { wildcard } from '../guest/wildcard.js'
import type { Finding } from './explain.js'
import type { FaultInput } from './fault-config.js'
import { known, unique } from './findings.js'
import type { Path } from './path.js'
import { nanoseconds, parseSize } from './units.js'

/**
 * A pattern that fits no command is a mistake of the pen, or means a command of QEMU's monitor: then `hint` is what there
 * is to say.
 */
export function knownPattern(path: Path, pattern: string, names: readonly string[], hint: string): Finding[] {
  const more = /^guest-/.test(pattern) ? {} : { hint }
  if (pattern.includes('*')) {
    if (names.some(name => wildcard(pattern).test(name))) return []
    return [{ path, expected: 'a pattern that a command fits', got: JSON.stringify(pattern), ...more }]
  }
  return known(path, pattern, names, 'the name of a command, or a pattern with *').map(it => ({ ...more, ...it }))
}

const NOT_THE_MONITOR = "Rules are for the agent's commands; QEMU's monitor takes none."

/** What has to be in order, and isn't. */
function faultRanges({ delay, chunks, bandwidth, while: condition }: FaultInput, path: Path): Finding[] {
  const { size, pause } = typeof chunks === 'object' ? chunks : {}
  const [least, most] = Array.isArray(size) ? size : [0, 0]
  return [
    ...rising([...path, 'delay'], delay),
    ...(least > most ? [notRising([...path, 'chunks', 'size'], `[${least}, ${most}]`)] : []),
    ...rising([...path, 'chunks', 'pause'], pause),
    ...conditionRanges(condition, [...path, 'while']),
    ...(bandwidth !== undefined && parseSize(bandwidth) === 0n
      ? [{ path: [...path, 'bandwidth'], expected: 'at least 1 byte a second', got: '0', hint: 'drop loses all.' }]
      : []),
  ]
}

export function conditionRanges(condition: FaultInput['while'], path: Path): Finding[] {
  return (['frozenFor', 'uptime'] as const).flatMap(key => {
    const { from, to } = condition?.[key] ?? {}
    return from === undefined || to === undefined ? [] : rising([...path, key], { from, to })
  })
}

export function rising(path: Path, distribution: FaultInput['delay']): Finding[] {
  if (typeof distribution !== 'object' || 'mean' in distribution) return []
  const names = 'from' in distribution ? ['from', 'to'] : Object.keys(distribution).sort(byPercent)
  const given = distribution as Readonly<Record<string, number | string>>
  const values = names.map(name => nanoseconds(given[name]))
  const isRising = values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0n))
  return isRising ? [] : [notRising(path, names.map(name => `${name} ${given[name]}`).join(', '))]
}

function byPercent(one: string, other: string): number {
  return Number(one.slice(1)) - Number(other.slice(1))
}

function notRising(path: Path, got: string): Finding {
  return { path, expected: 'the smaller one first, and no less after it', got }
}

/** `hasPort`: false where the agent holds the socket itself. */
export function checkPort(path: Path, got: string | undefined, key: string, hasPort: boolean): Finding[] {
  if (got === undefined || hasPort) return []
  const hint = `With unix-listen the agent holds the socket itself. Leave ${key} out.`
  return [{ path: [...path, key], expected: `no ${key} beside the transport unix-listen`, got, hint }]
}

/** Rules of `faults`, or of an action that adds some. */
export function checkFaults(
  rules: readonly FaultInput[],
  path: Path,
  names: readonly string[],
  hasPort = true,
): Finding[] {
  const patterns = rules.flatMap(({ on }, index) =>
    [on ?? []].flat().flatMap((pattern, at) => {
      const place = [...path, index, 'on', ...(Array.isArray(on) ? [at] : [])]
      return knownPattern(place, pattern, names, NOT_THE_MONITOR)
    }),
  )
  const ranges = rules.flatMap((rule, index) => faultRanges(rule, [...path, index]))
  const ports = rules.flatMap(({ portClosed }, index) => {
    return checkPort([...path, index], portClosed === undefined ? undefined : String(portClosed), 'portClosed', hasPort)
  })
  const named = rules.flatMap(({ name }, index) =>
    name === undefined ? [] : [[[...path, index, 'name'], name] as const],
  )
  return [...patterns, ...ranges, ...ports, ...unique(named, 'a name of its own')]
}
