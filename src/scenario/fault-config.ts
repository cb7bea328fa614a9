/** From what a scenario says of faults to rules. */
import type { z } from 'zod'
import { type Distribution, fixed } from '../faults/distribution.js'
import { nameOf } from '../faults/in-words.js'
import type { Chunks, Effects, FaultRule, Garbage, GuestCondition, Span } from '../faults/rule.js'
import { toPlain } from '../json/plain.js'
import { looseJson } from '../qapi/to-json.js'
import type { distribution, fault } from './fault-schema.js'
import { nanoseconds, parseSize } from './units.js'

/** A fault rule as a scenario file writes it. */
export type FaultInput = z.input<typeof fault>
type DistributionInput = z.input<typeof distribution>

export function toFaultRule(input: FaultInput): FaultRule {
  const on = input.on === undefined ? ['*'] : [input.on].flat()
  const effects = toEffects(input)
  const { where, direction, times } = input
  return {
    name: input.name ?? nameOf(on, effects),
    on,
    // Without `on` it is for all commands, and for nothing else.
    ...(input.on !== undefined && on.includes('*') && { isForAll: true }),
    ...(where && { where: toPlain(looseJson(where)) }),
    ...(input.while && { while: toCondition(input.while) }),
    ...(direction && { direction }),
    after: input.after ?? 0,
    ...(input.nth !== undefined && { nth: [input.nth].flat() }),
    every: input.every ?? 1,
    ...(times !== undefined && { times }),
    probability: input.probability ?? 1,
    effects,
  }
}

function toEffects(input: FaultInput): Effects {
  const { error, crash, deaf, portClosed, bandwidth, garbage, duplicate, chunks, delay } = input
  const { hang, exhaust, drop, bytes, truncate, reorder, stale, crlf, disconnect, reset } = input
  const effects = {
    delay: delay === undefined ? undefined : toDistribution(delay),
    hang,
    error: error === undefined ? undefined : toError(error),
    return: input.return === undefined ? undefined : looseJson(input.return),
    exhaust,
    crash: crash === undefined ? undefined : toCrash(crash),
    deaf: deaf === undefined ? undefined : toWhile(deaf),
    port: portClosed === undefined ? undefined : toWhile(portClosed),
    drop,
    bytes,
    truncate,
    garbage: garbage === undefined ? undefined : toGarbage(garbage),
    duplicate: duplicate === true ? 2 : duplicate,
    reorder,
    stale,
    crlf,
    chunks: chunks === undefined ? undefined : toChunks(chunks),
    bandwidth: bandwidth === undefined ? undefined : parseSize(bandwidth),
    disconnect,
    reset,
  }
  return Object.fromEntries(Object.entries(effects).filter(([, value]) => value !== undefined)) as Effects
}

export function toDistribution(input: DistributionInput): Distribution {
  if (typeof input !== 'object') return fixed(nanoseconds(input))
  if ('from' in input) return { kind: 'range', from: nanoseconds(input.from), to: nanoseconds(input.to) }
  if ('mean' in input) {
    return { kind: 'normal', mean: nanoseconds(input.mean), deviation: nanoseconds(input.deviation) }
  }
  const points = Object.entries(input).map(([name, value]) => [Number(name.slice(1)), nanoseconds(value)] as const)
  return { kind: 'percentiles', points: points.sort(([a], [b]) => a - b) }
}

function toError(input: NonNullable<FaultInput['error']>): NonNullable<Effects['error']> {
  const { class: errorClass = 'GenericError', desc, run } = typeof input === 'string' ? { desc: input } : input
  return { class: errorClass, desc, ...(run && { run }) }
}

function toCrash(input: NonNullable<FaultInput['crash']>): NonNullable<Effects['crash']> {
  if (typeof input === 'string') return { moment: input }
  return { moment: input.when, ...(input.restart !== undefined && { restart: nanoseconds(input.restart) }) }
}

function toWhile(input: true | number | string): { readonly duration?: bigint } {
  return input === true ? {} : { duration: nanoseconds(input) }
}

function toGarbage(input: NonNullable<FaultInput['garbage']>): Garbage {
  if (typeof input !== 'object') return { before: input }
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}

function toChunks(input: NonNullable<FaultInput['chunks']>): Chunks {
  const { size, pause } = typeof input === 'number' ? { size: input, pause: undefined } : input
  const [least, most] = typeof size === 'number' ? [size, size] : size
  return { size: [least, Math.max(least, most)], pause: pause === undefined ? fixed(0n) : toDistribution(pause) }
}

export function toCondition(input: NonNullable<FaultInput['while']>): GuestCondition {
  const { frozen, frozenFor, uptime, exists, running } = input
  return {
    ...(frozen !== undefined && { frozen }),
    ...(frozenFor && { frozenFor: toSpan(frozenFor) }),
    ...(uptime && { uptime: toSpan(uptime) }),
    ...(exists !== undefined && { exists }),
    ...(running !== undefined && { running }),
  }
}

type SpanInput = NonNullable<NonNullable<FaultInput['while']>['uptime']>

function toSpan({ from, to }: SpanInput): Span {
  return {
    ...(from !== undefined && { from: nanoseconds(from) }),
    ...(to !== undefined && { to: nanoseconds(to) }),
  }
}
