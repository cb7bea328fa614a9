/**
 * What misbehaves between the host and the guest's commands. It stands at three places: where requests come in, where
 * the agent begins a command, and where a reply goes out. Without rules it only hands on.
 */

import type { Interference } from '../agent/intercept.js'
import type { Asked } from '../agent/reply.js'
import type { Clock } from '../guest/clock.js'
import type { Random, RandomStream } from '../guest/random.js'
import type { Syntax } from '../json/dialect.js'
import { toPlain } from '../json/plain.js'
import type { JsonObject } from '../json/value.js'
import type { Deed } from './deed.js'
import { freeName, inWords } from './in-words.js'
import { type Act, Line, type LineSnapshot, type Step, withoutBytes } from './line.js'
import { mangle, unanswered } from './mangle.js'
import { Meddling } from './meddling.js'
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
  /** The JSON that the agent reads: requests are cut as it does. */
  readonly syntax: Syntax
  /** The scenario's rules. */
  readonly rules: readonly FaultRule[]
  readonly clock: Clock
  readonly random: Random
  isTrue(condition: GuestCondition): boolean
  toAgent(bytes: Buffer): void
  /** `alone`: in a write of its own. `past`: it has left the guest, whose port may be closed by now. */
  toHost(data: string, passage?: { readonly alone: boolean; readonly past: boolean }): void
  /** Whether more may go to the host; when there is room again, `goOn` is to be called. */
  hasRoom(): boolean
  /** Whether the guest's port is open. */
  isOpen(): boolean
  /** The client that is served. */
  client(): number | undefined
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

const NO_RULES: readonly FaultRule[] = []

export class Faults {
  readonly rules: Rules
  readonly #options: FaultsOptions
  readonly #requests: Line
  readonly #replies: Line
  readonly #frames: RequestFrames
  readonly #meddling: Meddling
  /** The command that is being executed, and the rules that fired for it. */
  #current: { readonly id: number; readonly rules: readonly FaultRule[] } | undefined
  /** Replies that come right before the next one, and right after it. */
  #late: Step[] = []
  #overtaken: Step[] = []
  /** How often a process has ended, and a client was cut off: whoever is told of something may do that in the middle of it. */
  #ends = 0
  #cuts = 0
  readonly #chance = (rule: string): RandomStream => this.#options.random.stream(`fault/${rule}`)

  constructor(options: FaultsOptions) {
    const { clock, isTrue, toAgent, toHost, hasRoom, perform } = options
    this.#options = options
    this.#frames = new RequestFrames(options.syntax)
    const chance = this.#chance
    this.rules = new Rules({ chance, isTrue })
    this.#meddling = new Meddling({ clock, chance, perform })
    this.#requests = new Line({
      clock,
      chance,
      perform: act => this.#cutOff(act),
      deliver: ({ bytes }) => toAgent(Buffer.from(bytes, 'latin1')),
    })
    this.#replies = new Line({
      clock,
      chance,
      hasRoom,
      perform: ({ act }) => perform(act),
      // What has been on its way for a while is no longer in the guest, whatever has become of that.
      deliver: ({ bytes, isPiece = false, isInGuest }, hasWaited) => {
        toHost(bytes, { alone: isPiece, past: hasWaited && !isInGuest })
      },
    })
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
    return this.#meddling.release(rule)
  }

  /** Bytes of that client. */
  request(bytes: Buffer, from: number): void {
    const { toAgent } = this.#options
    if (!this.rules.wantRequests) {
      const rest = this.#frames.takeRest()
      if (rest === '' && this.#requests.isEmpty) toAgent(bytes)
      else this.#requests.push([{ bytes: rest + bytes.toString('latin1'), from }])
      return
    }
    const cuts = this.#cuts
    for (const frame of this.#frames.feed(bytes)) {
      if (cuts !== this.#cuts) return
      this.#requests.push(this.#meddle(frame).map(step => ({ ...step, from })))
    }
  }

  /** The agent begins a command. */
  begin({ id, name }: Asked, args: JsonObject): Interference | undefined {
    this.#current = undefined
    if (this.rules.isEmpty) return undefined
    const rules = this.rules.fire('reply', name, () => toPlain(args))
    if (rules.length === 0) return undefined
    this.#current = { id, rules }
    return this.#meddling.with(rules, (rule, delay) => this.#tell(rule, name, id, delay))
  }

  /** A reply of the agent. */
  reply(data: string, asked: Asked | undefined): void {
    const isWayFree = this.#late.length + this.#overtaken.length === 0 && this.#replies.isEmpty
    const ends = this.#ends
    const rules = this.rules.isEmpty && this.#current === undefined ? NO_RULES : this.#rulesFor(asked)
    // Whoever was told that a rule fires has ended the process.
    if (ends !== this.#ends) return
    if (isWayFree && rules.length === 0) {
      this.#options.toHost(data)
      return
    }
    const steps = this.#fromGuest(mangle(data, rules, this.#chance), rules)
    // Of several in a row each comes as the next one would have: one of them is on its way at a time.
    if (rules.some(({ effects }) => effects.stale)) {
      this.#replies.push(this.#late.splice(0))
      this.#late = steps
    } else if (this.#overtaken.length === 0 && rules.some(({ effects }) => effects.reorder)) this.#overtaken = steps
    else this.#send(steps)
  }

  /** A command is done that the agent doesn't answer: what goes with the reply comes about all the same. */
  unanswered(asked: Asked): void {
    const rules = this.#rulesFor(asked)
    if (rules.length > 0) this.#replies.push(this.#fromGuest(unanswered(rules, this.#chance), rules))
  }

  /** Pieces of a reply wait until the host reads: the agent can write no more either. */
  get isHeldUp(): boolean {
    return this.#replies.isHeldUp
  }

  /** The host has read. */
  goOn(): void {
    this.#replies.goOn()
  }

  /** The agent's process has ended: what it had half read and what hung in it are gone. */
  agentEnded(): void {
    this.#ends++
    this.#frames.takeRest()
    this.#meddling.forget()
    this.#current = undefined
  }

  /** QEMU's process has ended, and nothing is on its way any more: the next one has other clients and another guest. */
  processEnded(): void {
    this.agentEnded()
    this.#cuts++
    this.#requests.clear()
    this.#replies.clear()
    this.#late = []
    this.#overtaken = []
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
    // An answer to what was no request: there is no command.
    const rules = this.rules.unasked().filter(rule => !isOfTheAgent(rule))
    for (const rule of rules) this.#tell(rule, '')
    return rules
  }

  /** What the agent writes while its port is closed is still in the guest, however long it is on its way from there. */
  #fromGuest(steps: Step[], rules: readonly FaultRule[]): Step[] {
    const isInGuest = !this.#options.isOpen() || rules.some(({ effects }) => effects.port !== undefined)
    return isInGuest ? steps.map(step => ({ ...step, isInGuest })) : steps
  }

  /** A client that is no longer there can't be cut off; what it had sent behind that is lost all the same. */
  #cutOff({ act, cuts, from }: Act): void {
    if (from !== this.#options.client()) return
    if (cuts) {
      this.#cuts++
      this.#frames.takeRest()
    }
    this.#options.perform(act)
  }

  #send(steps: readonly Step[]): void {
    const late = this.#late
    const overtaken = this.#overtaken
    this.#late = []
    this.#overtaken = []
    this.#replies.push([...late, ...steps, ...overtaken])
  }

  #tell(rule: FaultRule, name: string, id?: number, delay?: bigint): void {
    const effect = inWords(rule.effects, delay)
    this.#options.emit({ type: 'fault', rule: rule.name, name, ...(id !== undefined && { id }), effect })
  }
}

/** Whether it does something to the agent, and not only to what the agent writes. */
function isOfTheAgent({ direction, effects }: FaultRule): boolean {
  const { delay, hang, error, return: result, exhaust, crash, deaf, port } = effects
  const ofTheAgent = direction === undefined ? delay : undefined
  return [ofTheAgent, hang, error, result, exhaust, crash, deaf, port].some(it => it !== undefined)
}
