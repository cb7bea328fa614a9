/** What rules do to a command that the agent is about to run. */
import type { Interference } from '../agent/intercept.js'
import type { Clock } from '../guest/clock.js'
import type { Wait } from '../guest/wait.js'
import { QapiError } from '../qapi/errors.js'
import type { Deed } from './deed.js'
import { sample } from './distribution.js'
import { EXHAUSTION } from './exhaustion.js'
import { Hung } from './hung.js'
import type { Step } from './line.js'
import { type Chance, mangle } from './mangle.js'
import type { Effects, FaultRule } from './rule.js'

export interface MeddlingOptions {
  readonly clock: Clock
  readonly chance: Chance
  perform(deeds: readonly Deed[]): void
}

/** Is told of every rule, and of the delay that was drawn for it. */
type Tell = (rule: FaultRule, delay: bigint | undefined) => void

export class Meddling {
  readonly #options: MeddlingOptions
  readonly #hung = new Hung()

  constructor(options: MeddlingOptions) {
    this.#options = options
  }

  /** Delays add up, and hanging comes behind them; of several rules that answer for the agent the first one does. */
  with(rules: readonly FaultRule[], tell: Tell): Interference {
    const waits = rules.flatMap(rule => this.#delaysOf(rule, tell))
    const hanging = rules.filter(({ effects }) => effects.hang)
    if (hanging.length > 0) waits.push(this.#hung.wait(hanging.map(rule => rule.name)))
    const crash = rules.find(({ effects }) => effects.crash?.moment === 'before')
    const instead = rules.map(({ effects }) => insteadOf(effects)).find(it => it !== undefined)
    return { waits, ...(instead && { instead }), ...(crash && { crash: () => this.#crash(crash) }) }
  }

  /** Lets go commands that hang because of that rule, or all that hang; tells how many. */
  release(rule?: string): number {
    const { clock } = this.#options
    // In a guest that stands still nothing goes on before it does.
    return this.#hung.release(rule, resume => {
      if (clock.isStopped) clock.after(0n, resume)
      else resume()
    })
  }

  /** The process in which commands hung is gone. */
  forget(): void {
    this.#hung.forget()
  }

  #crash(rule: FaultRule): void {
    const { chance, perform } = this.#options
    perform(mangle('', [rule], chance).flatMap(deeds))
  }

  #delaysOf(rule: FaultRule, tell: Tell): Wait[] {
    const { clock, chance } = this.#options
    const { effects, direction } = rule
    const source = effects.delay ?? (effects.exhaust && EXHAUSTION[effects.exhaust].delay)
    const delay = direction !== undefined || source === undefined ? undefined : sample(source, chance(rule.name))
    tell(rule, delay)
    return delay === undefined || delay === 0n ? [] : [resume => void clock.after(delay, resume)]
  }
}

function insteadOf({ error, return: result }: Effects): Interference['instead'] {
  if (error !== undefined) return { error: new QapiError(error.desc, error.class), run: error.run ?? false }
  return result === undefined ? undefined : { result }
}

function deeds(step: Step): readonly Deed[] {
  return 'act' in step ? step.act : []
}
