/** The progress meter of curl, which it writes to its standard error. */
import type { Wait } from '../../wait.js'
import type { Console } from '../streaming/console.js'

const HEAD = `\
  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`
const SECOND = 1_000_000_000n

export class ProgressMeter {
  readonly #console: Console
  readonly #isSilent: boolean
  #start = 0n
  #hasTitles = false

  constructor(console: Console, isSilent: boolean) {
    this.#console = console
    this.#isSilent = isSilent
  }

  /** Of another attempt there are no titles any more. */
  *begin(): Generator<Wait, void, void> {
    this.#start = this.#console.task.guest.clock.inGuest()
    yield* this.#say(`${this.#hasTitles ? '' : HEAD}${row('--:--:--')}`)
    this.#hasTitles = true
  }

  /** Once it is over, what would have been written second by second meanwhile is written at once. */
  *during<T>(work: Generator<Wait, T, void>): Generator<Wait, T, void> {
    const result = yield* work
    const seconds = Number(this.#elapsed / SECOND)
    for (let second = 1; second <= seconds; second++) yield* this.#say(row(clockText(second)))
    return result
  }

  /** `size`: what has come, in no time. `total`: how much there is. */
  *end(size = 0, total = size): Generator<Wait, void, void> {
    const seconds = Number(this.#elapsed / SECOND)
    const last = size > 0 ? full(size) : row(seconds === 0 ? '--:--:--' : clockText(seconds), total)
    yield* this.#say(`${last}\n`)
  }

  get #elapsed(): bigint {
    return this.#console.task.guest.clock.inGuest() - this.#start
  }

  *#say(text: string): Generator<Wait, void, void> {
    if (!this.#isSilent) yield* this.#console.say(text)
  }
}

function row(spent: string, total = 0): string {
  return `\r  0 ${short(total)}    0     0    0     0      0      0 --:--:-- ${spent.padStart(8)} --:--:--     0`
}

function full(size: number): string {
  const bytes = short(size)
  return `\r100 ${bytes}  100 ${bytes}    0     0  ${short(size * 1000)}      0 --:--:-- --:--:-- --:--:-- ${short(size * 1000)}`
}

/** In five characters. */
function short(size: number): string {
  const units = ['', 'k', 'M', 'G', 'T', 'P']
  let [value, unit] = [size, 0]
  for (; value >= 100_000 || (unit > 0 && value >= 10_000); unit++) value = Math.floor(value / 1024)
  return `${value}${units[unit]}`.padStart(5)
}

function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
