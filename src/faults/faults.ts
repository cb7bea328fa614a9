/**
 * What misbehaves between the host and the guest's commands. It stands at three places: where requests come in, where
 * the agent begins a command, and where a reply goes out. Without rules it only hands on.
 */

import type { Interference } from '../agent/intercept.js'
import type { Asked } from '../agent/reply.js'
import type { Clock } from '../guest/clock.js'
import type { Random, RandomStream } from '../guest/random.js'
import type { Wait } from '../guest/wait.js'
import { toPlain } from '../json/plain.js'
import type { JsonObject } from '../json/value.js'
import { QapiError } from '../qapi/errors.js'
import type { Deed } from './deed.js'
import { sample } from './distribution.js'
import { EXHAUSTION } from './exhaustion.js'
import { Hung } from './hung.js'
import { freeName, inWords } from './in-words.js'
import { Line, type LineSnapshot, type Step, withoutBytes } from './line.js'
import { mangle } from './mangle.js'
import { type RequestFrame, RequestFrames, type RequestFramesSnapshot } from './request-frames.js'
import type { FaultRule, GuestCondition } from './rule.js'
import { Rules, type RulesSnapshot } from './rules.js'

/** A rule fired. `id` is the command's, if it has begun. */
export interface FaultEvent {
  readonly type: 'fault'
  readonly rule: string
  readonly name: string
  readonly id?: number
  /** What it does: "delay 6s, truncate 10". */
  readonly effect: string
}

export interface FaultsOptions {
  /** The scenario's rules. */
  readonly rules: readonly FaultRule[]
  readonly clock: Clock
  readonly random: Random
  isTrue(condition: GuestCondition): boolean
  toAgent(bytes: Buffer): void
  toHost(data: string): void
  perform(deeds: readonly Deed[]): void
  emit(event: FaultEvent): void
}

export interface FaultsSnapshot {
  readonly rules: RulesSnapshot
  readonly requests: LineSnapshot
  readonly replies: LineSnapshot
  /** Half a request. */
  readonly frame: RequestFramesSnapshot
  readonly late: readonly Step[]
  readonly overtaken: readonly Step[]
}

export class Faults {
  readonly rules: Rules
  readonly #options: FaultsOptions
  readonly #requests: Line
  readonly #replies: Line
  readonly #frames = new RequestFrames()
  readonly #hung = new Hung()
  /** The command that is being executed, and the rules that fired for it. */
  #current: { readonly id: number; readonly rules: readonly FaultRule[] } | undefined
  /** Replies that come right before the next one, and right after it. */
  #late: Step[] = []
  #overtaken: Step[] = []
  readonly #chance = (rule: string): RandomStream => this.#options.random.stream(`fault/${rule}`)

  constructor(options: FaultsOptions) {
    const { clock, isTrue, toAgent, toHost, perform } = options
    this.#options = options
    const chance = this.#chance
    this.rules = new Rules({ chance, isTrue })
    this.#requests = new Line({ clock, chance, perform, deliver: bytes => toAgent(Buffer.from(bytes, 'latin1')) })
    this.#replies = new Line({ clock, chance, perform, deliver: toHost })
    this.reset()
  }

  /** Back to the scenario's rules, all counts at 0. */
  reset(): void {
    this.rules.clear()
    for (const rule of this.#options.rules) this.add(rule)
  }

  /** Gives the rule as it was added: under a name that is free. */
  add(rule: FaultRule): FaultRule {
    const named = freeName(rule, name => this.rules.has(name))
    this.rules.add(named)
    return named
  }

  /** Lets go commands that hang because of that rule, or all that hang; tells how many. */
  release(rule?: string): number {
    return this.#hung.release(rule)
  }

  /** Bytes of a client. */
  request(bytes: Buffer): void {
    const { toAgent } = this.#options
    if (!this.rules.wantRequests) {
      const rest = this.#frames.takeRest()
      if (rest === '' && this.#requests.isEmpty) toAgent(bytes)
      else this.#requests.push([{ bytes: rest + bytes.toString('latin1') }])
      return
    }
    for (const frame of this.#frames.feed(bytes)) this.#requests.push(this.#meddle(frame))
  }

  /** The agent begins a command. */
  begin({ id, name }: Asked, args: JsonObject): Interference | undefined {
    this.#current = undefined
    if (this.rules.isEmpty) return undefined
    const rules = this.rules.fire('reply', name, () => toPlain(args))
    if (rules.length === 0) return undefined
    this.#current = { id, rules }
    return this.#interfere(rules, name, id)
  }

  /** A reply of the agent. */
  reply(data: string, asked: Asked | undefined): void {
    const rules = this.#rulesFor(asked)
    if (rules.length === 0 && this.#replies.isEmpty && this.#late.length + this.#overtaken.length === 0) {
      this.#options.toHost(data)
      return
    }
    const steps = mangle(data, rules, this.#chance)
    if (rules.some(({ effects }) => effects.stale)) this.#late.push(...steps)
    else if (rules.some(({ effects }) => effects.reorder)) this.#overtaken.push(...steps)
    else this.#send(steps)
  }

  /** The agent's process has ended: what it had half read and what hung in it are gone. */
  agentEnded(): void {
    this.#frames.takeRest()
    this.#hung.forget()
    this.#current = undefined
  }

  /** The connection of the client is gone together with what was on its way to it. */
  connectionLost(): void {
    this.#replies.lose()
    this.#late = withoutBytes(this.#late)
    this.#overtaken = withoutBytes(this.#overtaken)
  }

  snapshot(): FaultsSnapshot {
    return {
      rules: this.rules.snapshot(),
      requests: this.#requests.snapshot(),
      replies: this.#replies.snapshot(),
      frame: this.#frames.snapshot(),
      late: [...this.#late],
      overtaken: [...this.#overtaken],
    }
  }

  restore(snapshot: FaultsSnapshot): void {
    this.rules.restore(snapshot.rules)
    this.agentEnded()
    this.#frames.restore(snapshot.frame)
    this.#late = [...snapshot.late]
    this.#overtaken = [...snapshot.overtaken]
    this.#requests.restore(snapshot.requests)
    this.#replies.restore(snapshot.replies)
  }

  #meddle({ bytes, name, arguments: args }: RequestFrame): Step[] {
    const rules = name === undefined ? [] : this.rules.fire('request', name, () => toPlain(args))
    for (const rule of rules) this.#tell(rule, name ?? '')
    return mangle(bytes, rules, this.#chance)
  }

  #rulesFor(asked: Asked | undefined): readonly FaultRule[] {
    if (asked !== undefined) return this.#current?.id === asked.id ? this.#current.rules : []
    if (this.rules.isEmpty) return []
    // An answer to what was no request, which the agent has not run: only rules for everything are for it.
    const rules = this.rules.fire(
      'reply',
      '',
      () => ({}),
      rule => !isOfTheCommand(rule),
    )
    for (const rule of rules) this.#tell(rule, '')
    return rules
  }

  #send(steps: readonly Step[]): void {
    const late = this.#late
    const overtaken = this.#overtaken
    this.#late = []
    this.#overtaken = []
    this.#replies.push([...late, ...steps, ...overtaken])
  }

  #interfere(rules: readonly FaultRule[], name: string, id: number): Interference | undefined {
    const waits = rules.flatMap(rule => this.#delaysOf(rule, name, id))
    const hanging = rules.filter(({ effects }) => effects.hang)
    if (hanging.length > 0) waits.push(this.#hung.wait(hanging.map(rule => rule.name)))
    const crash = rules.find(({ effects }) => effects.crash?.moment === 'before')
    const instead = rules.map(({ effects }) => insteadOf(effects)).find(it => it !== undefined)
    return {
      waits,
      ...(instead && { instead }),
      ...(crash && { crash: () => this.#options.perform(mangle('', [crash], this.#chance).flatMap(deeds)) }),
    }
  }

  #delaysOf(rule: FaultRule, name: string, id: number): Wait[] {
    const { effects, direction } = rule
    const source = effects.delay ?? (effects.exhaust && EXHAUSTION[effects.exhaust].delay)
    if (direction !== undefined || source === undefined) {
      this.#tell(rule, name, id)
      return []
    }
    const delay = sample(source, this.#chance(rule.name))
    this.#tell(rule, name, id, delay)
    return delay === 0n ? [] : [resume => void this.#options.clock.after(delay, resume)]
  }

  #tell(rule: FaultRule, name: string, id?: number, delay?: bigint): void {
    const effect = inWords(rule.effects, delay)
    this.#options.emit({ type: 'fault', rule: rule.name, name, ...(id !== undefined && { id }), effect })
  }
}

/** Whether it does something to the command itself, and not only to what is answered. */
function isOfTheCommand({ direction, effects: { delay, hang, error, return: result, exhaust } }: FaultRule): boolean {
  const ofTheAgent = direction === undefined ? delay : undefined
  return [ofTheAgent, hang, error, result, exhaust].some(it => it !== undefined)
}

function insteadOf({ error, return: result }: FaultRule['effects']): Interference['instead'] {
  if (error !== undefined) return { error: new QapiError(error.desc, error.class), run: error.run ?? false }
  return result === undefined ? undefined : { result }
}

function deeds(step: Step): readonly Deed[] {
  return 'act' in step ? step.act : []
}
