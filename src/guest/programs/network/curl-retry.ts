/** --retry of curl(1): after which failures it tries again, and how long it waits before. */
import type { Wait } from '../../wait.js'
import type { GivenOptions } from '../options.js'
import type { Console } from '../streaming/console.js'

const SECOND = 1_000_000_000n
const LONGEST_PAUSE = 600
/** A warning breaks at blanks before it gets wider, the line feed included. */
const WIDTH = 79 - 'Warning: '.length

export class Retries {
  readonly #console: Console
  readonly #options: GivenOptions
  readonly #start: bigint
  #left: number
  #pause = 1

  constructor(console: Console, options: GivenOptions) {
    this.#console = console
    this.#options = options
    this.#start = console.task.guest.clock.inGuest()
    this.#left = Number(options.value('retry') ?? 0)
  }

  /** Whether to try again, once the time before that is over. `problem`: what went wrong, if it is worth it. */
  *next(problem: string | undefined, hasFailed: boolean): Generator<Wait, boolean, void> {
    const reason = this.#reason(problem, hasFailed)
    if (reason === undefined || this.#left === 0 || this.#isLate) return false
    const fixed = Number(this.#options.value('retry-delay') ?? 0)
    const pause = fixed > 0 ? fixed : this.#pause
    const text = `Problem : ${reason}. Will retry in ${pause} seconds. ${this.#left} retries left.`
    const isSilent = this.#options.has('s')
    if (!isSilent) yield* this.#console.say(warning(text))
    this.#left--
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE)
    yield* this.#console.flush()
    yield* this.#console.task.sleep(BigInt(pause) * SECOND)
    return true
  }

  #reason(problem: string | undefined, hasFailed: boolean): string | undefined {
    const isAsked = problem !== 'connection refused' || this.#options.has('retry-connrefused')
    if (problem !== undefined && isAsked) return problem
    return hasFailed && this.#options.has('retry-all-errors') ? '(retrying all errors)' : undefined
  }

  get #isLate(): boolean {
    const most = BigInt(this.#options.value('retry-max-time') ?? 0) * SECOND
    return most > 0n && this.#console.task.guest.clock.inGuest() - this.#start >= most
  }
}

function warning(text: string): string {
  if (text.length < WIDTH) return `Warning: ${text}\n`
  const blank = text.lastIndexOf(' ', WIDTH - 1)
  const cut = blank <= 0 ? WIDTH : blank + 1
  return `Warning: ${text.slice(0, cut)}\n${warning(text.slice(cut))}`
}
