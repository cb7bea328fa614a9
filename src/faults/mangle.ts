/** What becomes of bytes that rules have got hold of: the steps in which they go on their way. */
import type { RandomStream } from '../guest/random.js'
import type { Deed } from './deed.js'
import { sample } from './distribution.js'
import type { Step } from './line.js'
import { paceOf } from './pace.js'
import type { Effects, FaultRule, Garbage, Moment, Noise } from './rule.js'

/** Chance of its own for every rule. */
export type Chance = (rule: string) => RandomStream

/**
 * Every rule alters what the ones before it have left; what one has dropped is gone. The deeds and delays of all come
 * true, around the bytes that are left in the end, which go at the pace of the first rule that has one.
 */
export function mangle(data: string, rules: readonly FaultRule[], chance: Chance): Step[] {
  const isDropped = rules.some(({ effects }) => effects.drop)
  const bytes = isDropped ? '' : rules.reduce((left, { name, effects }) => altered(left, effects, chance(name)), data)
  return [...waitsOf(rules, chance), ...withDeeds(bytes, rules.flatMap(deedsOf), part => paced(part, rules))]
}

/** What becomes of a command that is done and isn't answered: there are no bytes, but all else comes true. */
export function unanswered(rules: readonly FaultRule[], chance: Chance): Step[] {
  return [...waitsOf(rules, chance), ...withDeeds('', rules.flatMap(deedsOf), () => [])]
}

function altered(data: string, effects: Effects, stream: RandomStream): string {
  return garble(alter(data, effects), effects.garbage, stream).repeat(effects.duplicate ?? 1)
}

/** Without a direction a delay is that of the agent. */
function waitsOf(rules: readonly FaultRule[], chance: Chance): Step[] {
  return rules.flatMap(({ name, direction, effects: { delay } }) => {
    return direction === undefined || delay === undefined ? [] : [{ wait: sample(delay, chance(name)) }]
  })
}

function alter(data: string, { bytes, crlf, truncate }: Effects): string {
  const own = bytes ?? data
  const ended = crlf ? own.replace(/\r?\n/g, '\r\n') : own
  return truncate === undefined ? ended : ended.slice(0, truncate)
}

function garble(data: string, garbage: Garbage | undefined, stream: RandomStream): string {
  if (garbage === undefined) return data
  const { before, inside, after } = garbage
  const middle = inside === undefined ? 0 : stream.below(Math.max(1, data.length))
  const start = noise(before, stream)
  return start + data.slice(0, middle) + noise(inside, stream) + data.slice(middle) + noise(after, stream)
}

function noise(what: Noise | undefined, stream: RandomStream): string {
  if (typeof what !== 'number') return what ?? ''
  return Buffer.from(stream.bytes(what)).toString('latin1')
}

/**
 * What is done to the VM before, in the middle of, and after the bytes. What comes after a crash is lost, and so is what
 * comes from a client behind the place where it was cut off.
 */
interface Deeds {
  readonly moment: Moment
  readonly deeds: readonly Deed[]
  readonly isLast?: boolean
  readonly cuts?: boolean
}

function deedsOf({ direction, effects: { disconnect, reset, crash, deaf, port } }: FaultRule): Deeds[] {
  const cut = direction === 'request' ? { isLast: true, cuts: true } : {}
  return [
    ...(port
      ? [{ moment: 'before' as const, deeds: forAWhile({ port: 'closed' }, port.duration, { port: 'open' }) }]
      : []),
    ...(disconnect ? [{ moment: disconnect, deeds: [{ client: 'disconnect' as const }], ...cut }] : []),
    ...(reset ? [{ moment: reset, deeds: [{ client: 'reset' as const }], ...cut }] : []),
    ...(crash
      ? [
          {
            moment: crash.moment,
            deeds: forAWhile({ agent: 'crash' }, crash.restart, { agent: 'start' }),
            isLast: true,
          },
        ]
      : []),
    ...(deaf
      ? [{ moment: 'after' as const, deeds: forAWhile({ agent: 'deaf' }, deaf.duration, { agent: 'listen' }) }]
      : []),
  ]
}

/** Without a duration it stays so. */
function forAWhile(begin: Deed, duration: bigint | undefined, end: Deed): Deed[] {
  return duration === undefined ? [begin] : [begin, { wait: duration }, end]
}

function withDeeds(data: string, all: readonly Deeds[], pace: (part: string) => Step[]): Step[] {
  const at = (moment: Moment): Step[] => {
    return all.filter(it => it.moment === moment).map(({ deeds, cuts }) => ({ act: deeds, ...(cuts && { cuts }) }))
  }
  const isCut = (moment: Moment) => all.some(it => it.moment === moment && it.isLast)
  if (isCut('before')) return at('before')
  const middle = Math.floor(data.length / 2)
  const interrupted = all.some(({ moment }) => moment === 'during')
  const parts = interrupted ? [data.slice(0, middle), data.slice(middle)] : [data, '']
  const first = [...at('before'), ...pace(parts[0] ?? ''), ...at('during')]
  return isCut('during') ? first : [...first, ...pace(parts[1] ?? ''), ...at('after')]
}

function paced(data: string, rules: readonly FaultRule[]): Step[] {
  if (data === '') return []
  for (const { name, effects } of rules) {
    const pace = paceOf(effects)
    if (pace !== undefined) return [{ slowly: data, pace, chance: name }]
  }
  return [{ bytes: data }]
}
