/** What each processor did with its time, as /proc/stat tells it. Programs that run are at the first processors online. */

/** In the order of the columns of /proc/stat. */
export const CPU_STATES = [
  'user',
  'nice',
  'system',
  'idle',
  'iowait',
  'irq',
  'softirq',
  'steal',
  'guest',
  'guestNice',
] as const

export type CpuState = (typeof CPU_STATES)[number]

/** Nanoseconds. */
export type CpuTime = Readonly<Record<CpuState, bigint>>

export const NO_TIME = Object.fromEntries(CPU_STATES.map(state => [state, 0n])) as CpuTime

export interface CpuTimesSnapshot {
  /** Uptime up to which it is counted, nanoseconds. */
  readonly at: bigint
  readonly running: number
  readonly online: readonly boolean[]
  readonly times: readonly CpuTime[]
}

export class CpuTimes {
  readonly #uptime: () => bigint
  #at: bigint
  #running = 0
  #online: readonly boolean[]
  #times: readonly CpuTime[]

  /** `start`: what each processor has done at the start; whether it is online. `uptime`: nanoseconds since the boot. */
  constructor(start: readonly { readonly times: CpuTime; readonly online: boolean }[], uptime: () => bigint) {
    this.#uptime = uptime
    this.#at = uptime()
    this.#online = start.map(({ online }) => online)
    this.#times = start.map(({ times }) => times)
  }

  /** By the ids of the processors, those that are offline too: theirs stand still. */
  get(): readonly CpuTime[] {
    this.#settle()
    return this.#times
  }

  /** From now on so many programs run, on processors that are online or not. */
  setRunning(running: number, online: readonly boolean[]): void {
    this.#settle()
    this.#running = running
    this.#online = online
  }

  /** The guest has booted: nothing was done yet. */
  boot(): void {
    this.#at = this.#uptime()
    this.#times = this.#times.map(() => NO_TIME)
  }

  snapshot(): CpuTimesSnapshot {
    return { at: this.#at, running: this.#running, online: this.#online, times: this.#times }
  }

  restore({ at, running, online, times }: CpuTimesSnapshot): void {
    this.#at = at
    this.#running = running
    this.#online = online
    this.#times = times
  }

  #settle(): void {
    const now = this.#uptime()
    const passed = now - this.#at
    this.#at = now
    let busy = this.#running
    this.#times = this.#times.map((time, id) => {
      if (this.#online[id] !== true) return time
      const state = busy-- > 0 ? 'user' : 'idle'
      return { ...time, [state]: time[state] + passed }
    })
  }
}
